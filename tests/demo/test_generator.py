"""The demo team's files: the same every time, and free of mistakes."""

import csv
from pathlib import Path

from cockpit.demo.generator import write_demo_files
from cockpit.demo.story import read_story


def test_two_runs_write_the_same_bytes(tmp_path: Path) -> None:
    story = read_story()
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
    one, two = (write_demo_files(story, folder) for folder in folders)
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]


def test_nothing_happens_after_the_day_on_which_the_story_stands(tmp_path: Path) -> None:
    story = read_story()
    paths = {path.stem: path for path in write_demo_files(story, tmp_path)}
    for name, columns in (
        ("leads", ("assigned_at", "first_response_at", "disqualified_at", "qualified_at")),
        ("opportunities", ("created_at", "closed_at")),
    ):
        with paths[name].open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        days = [row[column][:10] for row in rows for column in columns if row[column]]
        assert max(days) == story.today.isoformat()


def test_a_team_of_twelve_with_six_sources_over_eight_quarters(tmp_path: Path) -> None:
    paths = {path.stem: path for path in write_demo_files(read_story(), tmp_path)}
    with paths["targets"].open(encoding="utf-8", newline="") as file:
        targets = list(csv.DictReader(file))
    with paths["leads"].open(encoding="utf-8", newline="") as file:
        leads = list(csv.DictReader(file))
    assert len({row["rep"] for row in targets}) == 12
    assert len({row["period"] for row in targets}) == 8
    assert len({row["source"] for row in leads}) == 6
