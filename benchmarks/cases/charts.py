"""Charts: a repaint of bridge, lever map and pace with a team of 40, against matplotlib."""

import statistics
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from benchmarks.harness import Case, Goal, Work
from benchmarks.worlds import PERIOD, REPS, filled_store

if TYPE_CHECKING:
    from cockpit.presenters.bridge import BridgeView
    from cockpit.presenters.lever_map import LeverMapView
    from cockpit.presenters.rep_cards import PaceView

_REPAINTS = 20
_WIDTH, _HEIGHT = 640, 300
_FRAME = 0.016


def ours(size: int) -> Work:
    """The window's own charts, each painted whole."""
    from cockpit.desktop.app import build_application
    from cockpit.desktop.fonts import load_other_fonts
    from cockpit.desktop.theme import Theme

    theme = Theme(build_application(), "light")
    load_other_fonts()
    views = _views(size)

    def work() -> dict[str, Any]:
        from PySide6.QtWidgets import QWidget

        from cockpit.desktop.charts.bridge import BridgeChart
        from cockpit.desktop.charts.lever_map import LeverMapChart
        from cockpit.desktop.charts.pace import PaceChart

        answer = _describe(*views)
        bridge, lever_map, pace = BridgeChart(theme), LeverMapChart(theme), PaceChart(theme)
        charts: dict[str, QWidget] = {"bridge": bridge, "lever_map": lever_map, "pace": pace}
        for chart in charts.values():
            chart.resize(_WIDTH, _HEIGHT)
            chart.show()
        bridge.show_view(views[0])
        lever_map.show_view(views[1])
        pace.show_view(views[2])
        for name, chart in charts.items():
            image = chart.grab().toImage()
            seen = {image.pixel(x, y) for x in range(0, _WIDTH, 3) for y in range(0, _HEIGHT, 3)}
            assert len(seen) > 5, f"{name} is blank"
            answer[name] = _measure(chart.grab)
        return answer

    return work


def matplotlib(size: int) -> Work:
    """The same bars, points and lines, drawn by Agg at the same size."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    views = _views(size)

    def work() -> dict[str, Any]:
        answer = _describe(*views)
        bridge, lever_map, pace = views
        drawings: dict[str, Callable[[Any], None]] = {
            "bridge": lambda axes: _draw_bridge(axes, bridge),
            "lever_map": lambda axes: _draw_map(axes, lever_map),
            "pace": lambda axes: _draw_pace(axes, pace),
        }
        for name, draw in drawings.items():
            figure = Figure(figsize=(_WIDTH / 100, _HEIGHT / 100), dpi=100)
            canvas: Any = FigureCanvasAgg(figure)
            draw(figure.subplots())
            canvas.draw()
            answer[name] = _measure(canvas.draw)
        return answer

    return work


def _views(size: int) -> tuple["BridgeView", "LeverMapView", "PaceView"]:
    """Return what the charts show of a store: the team's sums, its reps, and one rep's leads."""
    from datetime import date

    from cockpit.domain.fiscal import FiscalCalendar
    from cockpit.domain.question import Question
    from cockpit.presenters.bridge import build_bridge
    from cockpit.presenters.lever_map import build_lever_map
    from cockpit.presenters.rep_cards import build_pace
    from cockpit.services import open_store
    from cockpit.services.diagnosis import diagnose
    from cockpit.services.reps import describe_rep

    store = open_store(filled_store(size))
    question = Question(FiscalCalendar().parse(PERIOD), date(2026, 9, 14))
    answer = diagnose(store, question)
    assert sum(row.gap for row in answer.rows) == answer.team.gap
    rep = describe_rep(store, question, REPS[0])
    assert rep is not None
    store.close()
    return (
        build_bridge(answer.team, answer.currency, None),
        build_lever_map(answer, None),
        build_pace(rep.pace, question.period),
    )


def _describe(bridge: "BridgeView", lever_map: "LeverMapView", pace: "PaceView") -> dict[str, Any]:
    assert len(lever_map.points) == len(REPS)
    return {"bars": len(bridge.bars), "to": bridge.bars[-1].end, "weeks": len(pace.marks)}


def _measure(draw: Callable[[], object]) -> float:
    """Return the median seconds of a drawing."""
    times = []
    for _ in range(_REPAINTS):
        start = time.perf_counter()
        draw()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def _draw_bridge(axes: Any, view: "BridgeView") -> None:
    for at, bar in enumerate(view.bars):
        start = view.floor if bar.is_total else bar.start
        axes.bar(at, bar.end - start, bottom=start)
        axes.text(at, max(start, bar.end), bar.text, ha="center")
    axes.set_xticks(range(len(view.bars)), [bar.label for bar in view.bars])


def _draw_map(axes: Any, view: "LeverMapView") -> None:
    placed = [(point, 0.0 if point.x is None else point.x) for point in view.points]
    sizes = [40 + 200 * point.size for point, _ in placed]
    axes.scatter([x for _, x in placed], [point.y for point, _ in placed], s=sizes)
    for point, x in placed:
        axes.text(x, point.y, point.label)
    axes.axvline(1.0)
    axes.axhline(1.0)


def _draw_pace(axes: Any, view: "PaceView") -> None:
    known = [mark for mark in view.marks if mark.delivered is not None]
    axes.plot([mark.day for mark in view.marks], [mark.promised for mark in view.marks], "--")
    axes.plot([mark.day for mark in known], [mark.delivered for mark in known])
    axes.text(view.days, view.marks[-1].promised, view.promised_text)


CASE = Case(
    name="charts",
    about="a repaint of bridge, lever map (40 reps) and pace, against matplotlib",
    contenders={"ours": ours, "matplotlib": matplotlib},
    goals=tuple(
        goal
        for name in ("bridge", "lever_map", "pace")
        for goal in (Goal(_FRAME, measure=name), Goal(1.0, against="matplotlib", measure=name))
    ),
    must_agree=("bars", "to", "weeks"),
    sizes=(100_000,),
)
