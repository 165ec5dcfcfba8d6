"""The first-start page without a window."""

from datetime import date
from pathlib import Path

import pytest

from cockpit.domain.errors import CancelledError
from cockpit.presenters.start import ANSWERS, StartPresenter
from cockpit.presenters.text import format_plain
from cockpit.presenters.workspace import Workspace
from cockpit.services.team import load_rep_activity


def test_three_lines_name_the_levers() -> None:
    assert [format_plain(line).partition("?")[0] for line in ANSWERS] == [
        "Too few leads",
        "Low conversion",
        "Or neither",
    ]


def test_the_demo_team_fills_an_empty_store(tmp_path: Path) -> None:
    workspace = Workspace.open(tmp_path / "demo.sqlite", date(2026, 9, 14))
    told: list[float] = []
    assert StartPresenter(workspace).open_demo(lambda fraction, _: told.append(fraction))
    assert len(load_rep_activity(workspace.store)) == 12
    assert told
    workspace.close()


def test_cancelling_the_demo_leaves_the_store_empty(tmp_path: Path) -> None:
    workspace = Workspace.open(tmp_path / "demo.sqlite", date(2026, 9, 14))

    def cancel(fraction: float, text: str) -> None:
        raise CancelledError(f"{fraction} {text}")

    with pytest.raises(CancelledError):
        StartPresenter(workspace).open_demo(cancel)
    assert load_rep_activity(workspace.store) == ()
    workspace.close()
