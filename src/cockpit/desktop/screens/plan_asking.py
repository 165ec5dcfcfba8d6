"""The questions that the Plan screen asks before anything could be lost."""

from collections.abc import Sequence

from PySide6.QtWidgets import QMessageBox, QWidget

_Button = QMessageBox.StandardButton


def ask_before_closing(parent: QWidget, periods: Sequence[str]) -> QMessageBox.StandardButton:
    """Ask what to do with unsaved edits: `Save`, `Discard` or `Cancel`."""
    box = QMessageBox(
        QMessageBox.Icon.Question,
        "Unsaved plan",
        f"The plan has unsaved changes ({', '.join(periods)}).",
        _Button.Save | _Button.Discard | _Button.Cancel,
        parent,
    )
    box.setInformativeText("Save them before closing?")
    return _Button(box.exec())


def ask_to_discard(parent: QWidget, what: str) -> bool:
    """Ask whether to throw edits away."""
    box = QMessageBox(
        QMessageBox.Icon.Question,
        "Discard changes",
        f"{what}. Go back to the saved plan?",
        _Button.Discard | _Button.Cancel,
        parent,
    )
    return bool(box.exec() == _Button.Discard)


def ask_after_conflict(parent: QWidget, sentence: str) -> bool:
    """Tell that somebody else changed the same numbers; return whether to load theirs."""
    box = QMessageBox(QMessageBox.Icon.Warning, "Not saved", sentence, _Button.Cancel, parent)
    load = box.addButton("Load again", QMessageBox.ButtonRole.DestructiveRole)
    box.setInformativeText("Loading again gives up your changes; cancel keeps them here.")
    box.exec()
    return box.clickedButton() is load
