"""History, findings and mappings that were kept."""

from pathlib import Path

import pytest

from cockpit.domain.errors import UsageError
from cockpit.domain.records import FileKind
from cockpit.services import Store
from cockpit.services.importing import FileMapping, ImportRequest, import_files
from cockpit.services.imports import keep_mapping, load_findings, load_history, recall_mapping


def test_findings_belong_to_their_import(store: Store, tmp_path: Path) -> None:
    targets = tmp_path / "targets.csv"
    targets.write_text("rep,period,revenue\nBen,2026-Q3,62000\nAmara,2026-Q3,lots\n", "utf-8")
    batch = import_files(store, ImportRequest((targets,))).batch
    assert batch is not None
    loaded, findings = load_findings(store, batch)
    assert loaded.accounts[0].added == 1
    assert [(file, found.row, found.value) for file, found in findings] == [
        ("targets.csv", 3, "lots")
    ]
    assert [each.id for each in load_history(store)] == [batch]
    with pytest.raises(UsageError, match="no import number 99"):
        load_findings(store, 99)


def test_a_mapping_is_found_by_the_header_it_was_made_for(store: Store) -> None:
    mapping = FileMapping(FileKind.TARGETS, {"Verkäufer": ("rep",)}, numbers="1.234,56")
    keep_mapping(store, "abc", "ziele.csv", mapping)
    assert recall_mapping(store, "abc") == mapping
    assert recall_mapping(store, "other") is None
