"""What the sections of the Data screen say while they are empty."""

from collections.abc import Callable

from PySide6.QtWidgets import QStackedWidget, QWidget

from cockpit.desktop.widgets.empty_state import EmptyState


def build_empty_states(
    choose_files: Callable[[], None], write_plan: Callable[[], None]
) -> dict[str, EmptyState]:
    """Return what each section says and offers while it is empty, by its name."""
    begin = [("Import files…", choose_files), ("Write a plan", write_plan)]
    named = "They appear with the first import that names them, or with the plan."
    return {
        "imports": EmptyState(
            "Nothing imported yet",
            "Drop an export of your CRM here: opportunities, leads, targets, in CSV or Excel. "
            "You see what would change before anything does.",
            begin[:1],
            icon="file-up",
        ),
        "problems": EmptyState(
            "Nothing was found wrong",
            "Every row of this import is accounted for, and none needs a look.",
            icon="shield-check",
        ),
        "reps": EmptyState("No reps yet", named, begin, icon="users"),
        "sources": EmptyState("No sources yet", named, begin, icon="tag"),
    }


def stack_up(page: QWidget, empty: EmptyState) -> QStackedWidget:
    """Return a page (index 0) that can give way to its empty state (index 1)."""
    both = QStackedWidget()
    both.addWidget(page)
    both.addWidget(empty)
    return both
