"""Steps that can be undone."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QUndoCommand

from cockpit.presenters.plan_sheets import Sheet


class PutSheets(QUndoCommand):
    """One edit of the plan: the sheets before it and after it, however many cells it touched.

    Args:
        text: What was done: "Paste 12 cells".
        before, after: The sheets of the parts that the edit touched.
        put: Makes sheets the current ones.
    """

    def __init__(
        self,
        text: str,
        before: Sequence[Sheet],
        after: Sequence[Sheet],
        put: Callable[[Sequence[Sheet]], None],
    ) -> None:
        super().__init__(text)
        self._before = tuple(before)
        self._after = tuple(after)
        self._put = put

    def redo(self) -> None:
        """Do it, for the first time or again."""
        self._put(self._after)

    def undo(self) -> None:
        """Go back to how it was."""
        self._put(self._before)
