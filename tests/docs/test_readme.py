"""What the README promises a user is what the program does."""

import re
import tomllib
from pathlib import Path

import pytest
from typer.main import get_command

from cockpit.cli.app import app
from cockpit.domain.records import FileKind
from cockpit.intake.kinds import COLUMNS
from cockpit.intake.mapping import build_mapping

_ROOT = Path(__file__).resolve().parents[2]
_README = (_ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", FileKind)
def test_the_table_of_files_names_every_column(kind: FileKind) -> None:
    (row,) = re.findall(rf"^\| {kind} \| (.*) \|$", _README, flags=re.MULTILINE)
    required = {name for bold in re.findall(r"\*\*(.*?)\*\*", row) for name in bold.split(", ")}
    named = re.sub(r"\*\*|\(.*?\)", "", row).replace(" ,", ",").split(",")
    columns = COLUMNS[kind]
    assert {name.strip() for name in named} == {column.name for column in columns}
    assert required == {column.name for column in columns if column.required}


def test_the_mapping_example_is_a_mapping() -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", _README, flags=re.DOTALL)
    mapping = build_mapping(tomllib.loads(example), "README.md")
    assert mapping.kind is FileKind.OPPORTUNITIES
    assert mapping.values["outcome"]["Engaging"] == "open"


def test_the_table_of_commands_names_every_command() -> None:
    commands = set(get_command(app).commands)  # type: ignore[attr-defined] # the root is a group
    table = _README[_README.index("## Commands") :]
    named = set(re.findall(r"`cockpit (\w+)", table))
    assert named == commands


@pytest.mark.parametrize(
    "page", ["README.md", *(f"docs/{p.name}" for p in _ROOT.glob("docs/*.md"))]
)
def test_every_link_leads_somewhere(page: str) -> None:
    path = _ROOT / page
    links = re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8"))
    missing = [link for link in links if not (path.parent / link).exists()]
    assert missing == []
