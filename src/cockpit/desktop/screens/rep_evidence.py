"""What to make of a rep's gap: skill or luck, the effects behind it, and how it was before."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QStackedLayout, QWidget

from cockpit.desktop.charts.bridge import BridgeChart
from cockpit.desktop.charts.skill_or_luck import SkillOrLuckChart
from cockpit.desktop.charts.verdict_history import VerdictHistoryChart
from cockpit.desktop.theme import Theme
from cockpit.desktop.widgets.card import Card
from cockpit.desktop.widgets.label import build_label
from cockpit.desktop.widgets.segmented_control import SegmentedControl
from cockpit.presenters.bridge import BridgeView
from cockpit.presenters.skill import SkillView
from cockpit.presenters.verdict_history import VerdictHistoryView

SKILL, EFFECTS, PAST = "skill", "effects", "past"
_CHOICES = (
    (SKILL, "Skill or luck", "What the rates are likely to be, beside the plan and the team"),
    (EFFECTS, "Effects", "From target to actual, effect by effect"),
    (PAST, "Past verdicts", "The verdict of each of the last 8 periods, as it looked at its end"),
)
_HINTS = {EFFECTS: "click a bar to open it", PAST: "as each looked at its end"}
_LEAST = 162
_TOP_LEFT = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft


class RepEvidence(Card):
    """Three pictures of one rep, one at a time; the choice stays from rep to rep.

    `stage_chosen` carries the number of a stage of skill or luck, `bar_chosen` the key of a bar of
    the bridge; `past_wanted` asks for the past verdicts, which take a while, when they are looked
    at.
    """

    past_wanted = Signal()
    stage_chosen = Signal(int)
    bar_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(hint=" ", parent=parent)
        self.setAccessibleName("Skill or luck, effects, past verdicts")
        self.skill = SkillOrLuckChart(theme)
        self.bridge = BridgeChart(theme)
        self.past = VerdictHistoryChart(theme)
        self.choices = SegmentedControl("Show", _CHOICES)
        self._reason = build_label("", "body", "faint", wrap=True)
        self._reason.setAlignment(_TOP_LEFT)
        self._reasons = dict.fromkeys((SKILL, EFFECTS, PAST), "")
        self._skill_hint = ""
        self._has_past = False
        self._charts = {SKILL: self.skill, EFFECTS: self.bridge, PAST: self.past}
        self._lay_out()
        self.choices.chosen.connect(self.choose)
        self.skill.chosen.connect(self.stage_chosen)
        self.bridge.chosen.connect(self.bar_chosen)
        self.choose(SKILL)

    @property
    def shown_reason(self) -> str:
        """Return why there is no picture; empty where there is one."""
        return self._reasons[self.choices.choice]

    def choose(self, name: str) -> None:
        """Show one of the pictures, or why there is nothing in it."""
        self.choices.choose(name)
        self.set_hint(self._skill_hint if name == SKILL else _HINTS[name])
        self._reason.setText(self._reasons[name])
        self._pages.setCurrentWidget(self._reason if self._reasons[name] else self._charts[name])
        if name == PAST and not self._has_past:
            self.past_wanted.emit()

    def show_bridge(self, view: BridgeView) -> None:
        """Show the bridge of a rep."""
        self.bridge.show_view(view)

    def show_skill(self, view: SkillView) -> None:
        """Show the likely rates of a rep."""
        self.skill.show_view(view)
        self._skill_hint = view.hint
        self._explain(SKILL, view.reason)

    def show_past(self, view: VerdictHistoryView | None) -> None:
        """Show the past verdicts of a rep; `None` while they are being looked up."""
        self.past.show_view(view or VerdictHistoryView((), "", ""))
        self._has_past = view is not None
        self._explain(PAST, view.reason if view else "Looking back…")

    def _explain(self, name: str, reason: str) -> None:
        self._reasons[name] = reason
        self.choose(self.choices.choice)

    def _lay_out(self) -> None:
        self.heading.removeWidget(self.title)
        self.title.hide()
        self.heading.insertWidget(0, self.choices)
        self.heading.setContentsMargins(6, 5, 14, 0)
        self.body.setContentsMargins(14, 2, 14, 8)
        place = QWidget()
        self._pages = QStackedLayout(place)
        self._pages.setContentsMargins(0, 0, 0, 0)
        for chart in self._charts.values():
            chart.setMinimumHeight(_LEAST)
            chart.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        for widget in (*self._charts.values(), self._reason):
            self._pages.addWidget(widget)
        self.body.addWidget(place)
