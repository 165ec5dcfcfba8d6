"""The bridge from target to actual as bars: grouped by lever, opened into single effects."""

from collections.abc import Iterator
from dataclasses import dataclass

from cockpit.domain.verdicts import LEVER_OF, Effect
from cockpit.presenters.formatting import format_money_exact, format_money_short
from cockpit.presenters.wording import (
    EFFECT_LABELS,
    EFFECT_QUESTIONS,
    LEVER_LABELS,
    format_effect,
    tone_of_effect,
)
from cockpit.services.diagnosis import DiagnosisRow

TARGET, ACTUAL = "target", "actual"

GROUPS = {
    "planning": (Effect.UNFUNDED_PLAN,),
    "earlier": (Effect.CARRY_IN,),
    "marketing": (Effect.LEADS, Effect.MIX, Effect.ARRIVAL),
    "sales": (Effect.LEAD_TO_OPP, Effect.SELF_SOURCED, Effect.WIN_RATE, Effect.CYCLE),
    "size": (Effect.DEAL_SIZE,),
    "other": (Effect.HANDOVER,),
    "waiting": (Effect.NOT_YET_DUE,),
}
"""The bars in the order of the chain, what is not due yet last; keys are colour tokens."""

_GROUP_LABELS = {"marketing": "Leads received", "sales": "Selling"}
_CONVERSION = {Effect.LEAD_TO_OPP, Effect.WIN_RATE}
_ALWAYS = ("marketing", "sales")
_ROOM_BELOW = 0.35
"""How far a broken axis begins below the lowest step, as a share of the range of the steps."""


@dataclass(frozen=True, slots=True)
class BarView:
    """One bar from `start` to `end` (minor units); totals stand on the axis.

    Args:
        key: `target`, `actual`, the key of a group or the value of an effect.
        group: The group an effect belongs to; the key itself otherwise.
        opens: Whether a click opens the group into single effects.
        is_open: Whether this is one effect of an opened group.
    """

    key: str
    group: str
    label: str
    owner: str
    tone: str
    start: int
    end: int
    text: str
    tooltip: str
    opens: bool = False
    is_open: bool = False
    is_selected: bool = False

    @property
    def is_total(self) -> bool:
        """Return whether the bar is the target or the actual."""
        return self.key in {TARGET, ACTUAL}


@dataclass(frozen=True, slots=True)
class BridgeView:
    """The bars, the level at which a broken axis begins (0: whole), and all of it in words."""

    bars: tuple[BarView, ...]
    floor: int
    description: str


def build_bridge(row: DiagnosisRow, currency: str, selected: str | None) -> BridgeView:
    """Return the bridge of a row; the group of the selected bar is open."""
    opened = group_of(effects_of_bar(selected)[0]) if selected else None
    bars = [_build_total(TARGET, "Target", row.target, "planning", currency)]
    level = row.target
    for key, effects in _bars_of(row, opened):
        amount = sum(row.effects[effect] for effect in effects)
        is_open = key not in GROUPS
        bars.append(
            BarView(
                key=key,
                group=group_of(effects[0]),
                label=_format_label(key, effects, row),
                owner="Earlier" if key == "earlier" else LEVER_LABELS[LEVER_OF[effects[0]]],
                tone=tone_of_effect(effects[0]),
                start=level,
                end=level + amount,
                text=format_money_short(amount, currency, signed=True),
                tooltip=_build_tooltip(key, effects, row, currency),
                opens=len(effects) > 1,
                is_open=is_open,
                is_selected=selected in {key, group_of(effects[0])} and selected is not None,
            )
        )
        level += amount
    bars.append(_build_total(ACTUAL, "Actual", row.actual, "ink", currency))
    return BridgeView(tuple(bars), _find_floor(bars), _describe(bars))


def effects_of_bar(key: str | None) -> tuple[Effect, ...]:
    """Return the effects that a bar stands for; none for no bar."""
    if key is None:
        return ()
    return GROUPS[key] if key in GROUPS else (Effect(key),)


def group_of(effect: Effect) -> str:
    """Return the key of the group that an effect belongs to."""
    return next(key for key, effects in GROUPS.items() if effect in effects)


def format_bar(key: str, row: DiagnosisRow) -> tuple[str, str]:
    """Return the label of a bar and its colour token, for a filter chip."""
    effects = effects_of_bar(key)
    return _format_label(key, effects, row), tone_of_effect(effects[0])


def _bars_of(row: DiagnosisRow, opened: str | None) -> Iterator[tuple[str, tuple[Effect, ...]]]:
    """Yield key and effects of each bar between the totals; idle groups are left out."""
    for group, effects in GROUPS.items():
        did_something = any(row.effects[effect] for effect in effects)
        if group == opened and len(effects) > 1:
            yield from ((effect.value, (effect,)) for effect in effects)
        elif did_something or group in _ALWAYS or group == opened:
            yield group, effects


def _format_label(key: str, effects: tuple[Effect, ...], row: DiagnosisRow) -> str:
    """Return a bar's label; a group with one effect at work is named after it."""
    at_work = [effect for effect in effects if row.effects[effect]]
    if len(at_work) == 1 or len(effects) == 1:
        effect = (at_work or list(effects))[0]
        return format_effect(effect, row.effects[effect])
    if set(at_work) <= _CONVERSION and key == "sales":
        return "Conversion"
    return _GROUP_LABELS[key]


def _build_total(key: str, label: str, level: int, tone: str, currency: str) -> BarView:
    exact = format_money_exact(level, currency)
    return BarView(
        key, key, label, "", tone, 0, level, format_money_short(level, currency), f"{label} {exact}"
    )


def _build_tooltip(key: str, effects: tuple[Effect, ...], row: DiagnosisRow, currency: str) -> str:
    """Return the exact amount, then the question it answers or the effects it is made of."""
    amount = sum(row.effects[effect] for effect in effects)
    lines = [f"{_format_label(key, effects, row)}: {_exact(amount, currency)}"]
    if len(effects) == 1:
        return "\n".join([*lines, EFFECT_QUESTIONS[effects[0]], "Click to see who and why."])
    lines += [f"{EFFECT_LABELS[e]}: {_exact(row.effects[e], currency)}" for e in effects]
    return "\n".join([*lines, "Click to open it into these effects."])


def _exact(amount: int, currency: str) -> str:
    return format_money_exact(amount, currency, signed=True)


def _find_floor(bars: list[BarView]) -> int:
    """Return where the axis begins: 0, or for steps far above zero a level a little below them."""
    levels = [level for bar in bars for level in (bar.start, bar.end) if not bar.is_total]
    levels += [bars[0].end, bars[-1].end]
    low, high = min(levels), max(levels)
    if low <= 0 or high - low > high / 2 or high == low:
        return 0
    return max(round(low - _ROOM_BELOW * (high - low)), 0)


def _describe(bars: list[BarView]) -> str:
    """Return the bridge in words, for a screen reader."""
    steps = [f"{bar.label} {bar.text}" for bar in bars]
    return "; ".join(steps) + "."
