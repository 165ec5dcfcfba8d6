"""The account of a file cannot lose a row."""

import pytest

from cockpit.domain.problems import FileAccount
from cockpit.domain.records import FileKind


def test_an_account_that_does_not_add_up_cannot_exist() -> None:
    with pytest.raises(ValueError, match=r"leads\.csv: 10 rows but 9 accounted for"):
        FileAccount("leads.csv", FileKind.LEADS, "plain", rows=10, added=7, rejected=2)
