"""One choice among a few, side by side."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from cockpit.desktop.fonts import build_font

_PADDING = 14


class _Option(QToolButton):
    """One option; the chosen one is bold, so that colour is not the only sign."""

    def dress(self) -> None:
        """Wear the weight of the option's state."""
        self.setFont(build_font("strong" if self.isChecked() else "body"))

    def changeEvent(self, event: QEvent) -> None:
        """Dress anew after a switch of theme, which brings back the first font a button had."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            self.dress()


class SegmentedControl(QFrame):
    """Buttons of which one is chosen; arrow keys move between them.

    `chosen` carries the name of the option when the user picks another.

    Args:
        title: What is chosen, for screen readers.
        options: Name, title and tooltip of each option.
    """

    chosen = Signal(str)

    def __init__(
        self,
        title: str,
        options: Sequence[tuple[str, str, str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("segments")
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._buttons: dict[str, QToolButton] = {}
        self._group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        for name, text, tip in options:
            button = _Option()
            button.setText(text)
            button.setToolTip(tip)
            button.setAccessibleName(f"{title}: {text}")
            button.setCheckable(True)
            button.setMinimumWidth(_measure(text))
            button.dress()
            button.clicked.connect(lambda _=False, name=name: self.chosen.emit(name))
            button.toggled.connect(button.dress)
            button.toggled.connect(self._let_tab_in)
            self._group.addButton(button)
            layout.addWidget(button)
            self._buttons[name] = button
        self.choose(options[0][0])

    @property
    def choice(self) -> str:
        """Return the name of the chosen option."""
        return next(name for name, button in self._buttons.items() if button.isChecked())

    def choose(self, name: str) -> None:
        """Choose an option by name without telling anybody.

        Raises:
            KeyError: There is no such option.
        """
        self._buttons[name].setChecked(True)

    def clear(self) -> None:
        """Choose none of the options, until the user does."""
        self._group.setExclusive(False)
        for button in self._buttons.values():
            button.setChecked(False)
        self._group.setExclusive(True)
        self._let_tab_in()

    def focus_choice(self) -> None:
        """Take the keyboard, at the option that is chosen."""
        self._find_entrance().setFocus()

    def _find_entrance(self) -> QToolButton:
        """Return the option that is chosen, or the first."""
        chosen = (button for button in self._buttons.values() if button.isChecked())
        return next(chosen, next(iter(self._buttons.values())))

    def _let_tab_in(self) -> None:
        """Let Tab stop at the option that is chosen; from there the arrow keys go on."""
        entrance = self._find_entrance()
        for button in self._buttons.values():
            is_entrance = button is entrance
            policy = Qt.FocusPolicy.TabFocus if is_entrance else Qt.FocusPolicy.NoFocus
            button.setFocusPolicy(policy)

    def set_title(self, name: str, text: str) -> None:
        """Give an option another title, such as one with a count."""
        button = self._buttons[name]
        button.setText(text)
        button.setMinimumWidth(_measure(text))
        button.setAccessibleName(f"{self.accessibleName()}: {text}")


def _measure(text: str) -> int:
    """Return the width of an option in bold, so that choosing it moves nothing."""
    return QFontMetrics(build_font("strong")).horizontalAdvance(text) + 2 * _PADDING
