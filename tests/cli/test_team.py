"""`cockpit team` from end to end."""

import json
from pathlib import Path

from typer.testing import CliRunner

from cockpit.cli.app import app
from cockpit.domain.errors import UsageError

RUN = CliRunner()


def test_settings_are_set_and_shown(tmp_path: Path) -> None:
    store = str(tmp_path / "s.sqlite")
    options = ["--name", "West", "--currency", "eur", "--fiscal-year-start", "2"]
    done = RUN.invoke(app, ["team", "--store", store, *options, "--week-start", "sunday"])
    assert done.exit_code == 0, done.output
    shown = RUN.invoke(app, ["team", "--store", store, "--json"])
    assert json.loads(shown.stdout) == {
        "name": "West",
        "currency": "EUR",
        "fiscal_year_start": 2,
        "week_start": "Sunday",
        "tolerance": 0.0,
    }


def test_the_table_names_each_setting(tmp_path: Path) -> None:
    shown = RUN.invoke(app, ["team", "--store", str(tmp_path / "s.sqlite"), "--tolerance", "5"])
    assert "tolerance          0.05" in shown.stdout
    assert "week start         Monday" in shown.stdout


def test_what_cannot_be_is_an_error_and_changes_nothing(tmp_path: Path) -> None:
    store = str(tmp_path / "s.sqlite")
    failed = RUN.invoke(app, ["team", "--store", store, "--name", "X", "--week-start", "someday"])
    assert isinstance(failed.exception, UsageError)
    assert "'someday' is not a day of the week" in str(failed.exception)
    shown = RUN.invoke(app, ["team", "--store", store, "--json"])
    assert json.loads(shown.stdout)["name"] == "My team"
