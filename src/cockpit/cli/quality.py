"""`cockpit quality`: can the data be trusted?"""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cockpit.cli.options import JsonOption, StoreOption, opened
from cockpit.cli.printing import TextTable, build_console, print_json, print_table

if TYPE_CHECKING:
    from cockpit.domain.quality import QualityResult
    from cockpit.presenters.data_quality import QualityView


def quality_command(
    *,
    store: StoreOption = None,
    period: Annotated[
        str | None,
        typer.Option(
            "--period",
            metavar="P",
            help="2026, 2026-Q3 or 2026-07: whose numbers are to be trusted.",
            show_default="the quarter of today, or the last with targets",
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Say whether the data can be trusted, what stands against it, and what to do."""
    from cockpit.presenters.data_quality import ask_quality
    from cockpit.presenters.workspace import Workspace
    from cockpit.services.team import load_team

    with opened(store) as target:
        asked = None if period is None else load_team(target).calendar.parse(period)
        view = ask_quality(Workspace(target), asked)
    if as_json:
        print_json(build_document(view))
    else:
        _show(view)


def build_document(view: "QualityView") -> dict[str, Any]:
    """Return what was found as the document that `--json` prints; amounts in major units."""
    from cockpit.presenters.text import format_plain

    result: QualityResult = view.result
    lines = {line.check: line for line in view.lines}
    return {
        "period": result.period.label,
        "as_of": result.today.isoformat(),
        "currency": result.currency,
        "sentence": format_plain(view.headline),
        "checks": [
            {
                "check": each.check,
                "count": each.count,
                "of": each.of,
                "in_period": each.in_period,
                "amount": _to_major(each.amount, result.currency),
                "names": list(each.names),
                "missing": each.missing or None,
                "weight": lines[each.check].weight if each.check in lines else None,
                "consequence": lines[each.check].consequence if each.check in lines else None,
                "advice": lines[each.check].advice if each.check in lines else None,
                "after_imports": [
                    {
                        "batch": point.batch,
                        "at": point.at.isoformat(),
                        "count": point.count,
                        "of": point.of,
                    }
                    for point in each.points
                ],
            }
            for each in result.checks
        ],
    }


def _to_major(amount: int | None, currency: str) -> float | None:
    from cockpit.domain.money import to_major

    return None if amount is None else float(to_major(amount, currency))


def _show(view: "QualityView") -> None:
    from cockpit.presenters.data_quality import WEIGHT_LABELS
    from cockpit.presenters.text import format_plain

    rows = [
        (
            line.title,
            f"{line.count:,}",
            line.share,
            f"{line.in_period:,}",
            line.stake_text,
            line.trend.text,
            WEIGHT_LABELS[line.weight],
        )
        for line in view.lines
    ]
    titles = ("finding", "count", "share", view.period, "at stake", "last import", "touches")
    table = TextTable(titles, rows, frozenset({0}), parts=((0, 1, 2, 3), (0, 4, 5, 6)))
    console = build_console(table)
    console.print(format_plain(view.headline), soft_wrap=True)
    console.print(view.caption, soft_wrap=True)
    if rows:
        print_table(console, table)
    for line in view.lines:
        console.print(f"{line.title}: {line.consequence} {line.advice}", soft_wrap=True)
    for text in view.fine:
        console.print(f"Fine: {text}.", soft_wrap=True)
    for text in view.missing:
        console.print(f"Not checked: {text}.", soft_wrap=True)
