"""What every test can count on: no screen, one language, a store of its own."""

import locale
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from cockpit.store.opening import Store

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["LC_ALL"] = "C.UTF-8"
os.environ.pop("COCKPIT_STORE", None)
locale.setlocale(locale.LC_ALL, "C")


@pytest.fixture
def store(tmp_path: Path) -> Iterator["Store"]:
    """A new, empty, real store in a file of its own."""
    from cockpit.store.opening import open_store

    store = open_store(tmp_path / "cockpit.sqlite")
    yield store
    store.close()
