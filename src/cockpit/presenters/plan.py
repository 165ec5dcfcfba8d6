"""The Plan screen without a window: three sheets that can be edited, and what they add up to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from cockpit.domain.plan import LEARNED, Plan, Target
from cockpit.presenters.formatting import format_list, format_period
from cockpit.presenters.plan_cells import EMPTY, Cell, Kind
from cockpit.presenters.plan_changes import ChangeView, build_changes, count_changes
from cockpit.presenters.plan_funding import (
    FundingRowView,
    build_funding_row,
    build_headline,
    build_summary,
)
from cockpit.presenters.plan_layout import (
    build_assumptions_sheet,
    build_commitments_sheet,
    build_targets_sheet,
    shift_plan,
)
from cockpit.presenters.plan_locking import build_locking
from cockpit.presenters.plan_paste import Pasted, paste
from cockpit.presenters.plan_sheets import (
    CellProblem,
    Part,
    Row,
    Sheet,
    collect_records,
    find_problems,
    parse_into,
)
from cockpit.presenters.plan_state import (
    all_records,
    build_reader,
    build_scope,
    join_plans,
    plan_of,
)
from cockpit.presenters.text import Span
from cockpit.services.plan import (
    FundingResult,
    PlanEdits,
    PlanState,
    compute_edits,
    compute_funding,
    key_of,
)

Place = tuple[int, int]
"""Row and column of a cell."""

PART_TITLES = {
    Part.TARGETS: "Targets",
    Part.COMMITMENTS: "Commitments",
    Part.ASSUMPTIONS: "Assumptions",
}


@dataclass(frozen=True, slots=True)
class PlanView:
    """What the Plan screen says beside its grid.

    Args:
        headline: Whether the plan adds up.
        summary: What the sum is made of, and what is missing.
        funding: One row per rep that has a target, leads or a pipeline.
        locked: Why nothing can be edited: `Locked on 1 Jul 2026, amended twice`; or nothing.
        is_amending: Whether the lock is open for an amendment.
        can_amend: Whether the lock could be opened for one.
        can_lock: Whether there is a plan to lock, and no part of it is locked.
        has_amendments: Whether it was ever amended.
        problems: Cells that keep the plan from being saved.
        notes: What saving will do that one may not expect, such as adding a rep to the team.
        unsaved: "3 unsaved changes: 2 targets, 1 commitment", or nothing.
    """

    headline: tuple[Span, ...]
    summary: tuple[Span, ...]
    funding: tuple[FundingRowView, ...]
    locked: str
    is_amending: bool
    can_amend: bool
    can_lock: bool
    has_amendments: bool
    problems: tuple[CellProblem, ...]
    notes: tuple[str, ...]
    unsaved: str


class PlanEditor:
    """A period's plan while it is edited; nothing is written until its edits are saved.

    Every edit returns a new sheet and changes nothing; `put` makes a sheet the current one. So an
    undo step is no more than the sheet before and the sheet after.
    """

    def __init__(self, state: PlanState) -> None:
        self._reader = build_reader(state)
        self.load(state)
        plan = self._before
        self.sheets = {
            Part.TARGETS: build_targets_sheet(plan, self.scope),
            Part.COMMITMENTS: build_commitments_sheet(plan, self.scope),
            Part.ASSUMPTIONS: build_assumptions_sheet(plan, self.scope),
        }

    def load(self, state: PlanState) -> None:
        """Compare the sheets with a newly loaded plan from now on, as after saving."""
        self.state = state
        self.scope = build_scope(state)
        self.locking = build_locking(state)
        self._before = self.locking.select(state.plan)
        shown = {key_of(record) for record in all_records(self._before)}
        self._elsewhere = plan_of(r for r in all_records(state.plan) if key_of(r) not in shown)
        self._values = {
            (part, sheet.key_of(row), column.key): cell.value
            for part, sheet in self._lay_out(self._before).items()
            for row in sheet.rows
            for column, cell in sheet.values_of(row)
        }

    @property
    def is_empty(self) -> bool:
        """Tell whether the period has neither targets nor commitments of its own, nor edits."""
        draft = self.draft()
        own = [c for c in draft.commitments if self.scope.contains(c.period)]
        return not (draft.targets or own or self.has_unsaved)

    @property
    def previous_name(self) -> str:
        """Return the name of the period before."""
        return format_period(self.scope.calendar.previous(self.scope.period))

    @property
    def can_copy_previous(self) -> bool:
        """Tell whether the period before has targets or commitments to start from."""
        moved = shift_plan(self.state.plan, self.scope)
        return bool(moved.targets or moved.commitments)

    @property
    def has_unsaved(self) -> bool:
        """Tell whether leaving now would lose anything."""
        return bool(self.edits()) or any(find_problems(s) for s in self.sheets.values())

    def amend(self) -> None:
        """Open the lock of the period for an amendment, until the plan is loaded again."""
        self.locking = replace(self.locking, is_amending=True)

    def refuse(self, after: Sequence[Sheet]) -> str:
        """Return why an edit cannot be taken, or nothing: a lock holds what it changes."""
        return self.locking.refuse([self.sheets[sheet.part] for sheet in after], after)

    def is_locked(self, part: Part, row: Row, column: int) -> bool:
        """Tell whether a cell is read-only."""
        return self.locking.holds_cell(self.sheets[part], row, column)

    def explain(self, part: Part, row: Row, column: int) -> str:
        """Return what a cell's tooltip adds: how its delay was learned, and what holds it."""
        return self.locking.explain(self.sheets[part], row, column)

    def put(self, sheet: Sheet) -> None:
        """Make a sheet the current one of its part."""
        self.sheets[sheet.part] = sheet

    def type_into(self, part: Part, texts: Mapping[Place, str]) -> Sheet:
        """Return the sheet after typing; text that is no value stays, marked."""
        sheet = self.sheets[part]
        return sheet.with_cells(parse_into(sheet, texts, self._reader))

    def paste(self, part: Part, text: str, at: Place, selected: Sequence[Place]) -> Pasted:
        """Return the sheet after pasting a clipboard text.

        Raises:
            UsageError: It does not fit; nothing is pasted.
        """
        return paste(self.sheets[part], text, at, selected, self._reader)

    def clear(self, part: Part, places: Iterable[Place]) -> Sheet:
        """Return the sheet with cells emptied."""
        sheet = self.sheets[part]
        return sheet.with_cells({at: EMPTY for at in places if at[0] < len(sheet.rows)})

    def fill_down(self, part: Part, places: Sequence[Place]) -> Sheet:
        """Return the sheet with each column of the selection filled from its topmost cell.

        A selection of one row takes the values from the row above it.
        """
        sheet = self.sheets[part]
        tops = {column: min(r for r, c in places if c == column) for _, column in places}
        lone = {column for column in tops if sum(c == column for _, c in places) == 1}
        source = {c: max(0, top - 1) if c in lone else top for c, top in tops.items()}
        return sheet.with_cells(
            {(r, c): sheet.rows[source[c]][c] for r, c in places if r < len(sheet.rows)}
        )

    def add_row(self, part: Part, below: int) -> Sheet:
        """Return the sheet with a new row below another, for the same rep where there is one."""
        sheet = self.sheets[part]
        blank = [EMPTY] * len(sheet.columns)
        if part is not Part.TARGETS and 0 <= below < len(sheet.rows):
            blank[0] = sheet.rows[below][0]
        return sheet.with_row(min(below + 1, len(sheet.rows)), tuple(blank))

    def remove_rows(self, part: Part, rows: Iterable[int]) -> Sheet:
        """Return the sheet without some rows."""
        return self.sheets[part].without_rows(rows)

    def show_parts_of_period(self) -> Sheet:
        """Return the targets with a column for every part of the period."""
        sheet = self.sheets[Part.TARGETS]
        wide = build_targets_sheet(Plan(), self.scope, detailed=True)
        at = {column.key: index for index, column in enumerate(sheet.columns)}
        rows = tuple(
            tuple(row[at[c.key]] if c.key in at else EMPTY for c in wide.columns)
            for row in sheet.rows
        )
        return replace(sheet, columns=wide.columns, rows=rows)

    def copy_previous(self) -> tuple[Sheet, ...]:
        """Return the sheets with the previous period's plan moved into this one.

        Reps who have left by the new period stay behind.
        """
        moved = shift_plan(self.state.plan, self.scope)
        here = set(self.scope.reps)
        draft = self.draft()
        kept = {key_of(record) for record in all_records(draft)}
        added = [r for r in all_records(moved) if r.rep in {None, *here} and key_of(r) not in kept]
        return tuple(self._lay_out(plan_of([*all_records(draft), *added])).values())

    def copy_text(self, part: Part, places: Sequence[Place]) -> str:
        """Return cells as tab-separated text that pastes back as the same values."""
        sheet = self.sheets[part]
        rows = sorted({row for row, _ in places if row < len(sheet.rows)})
        columns = sorted({column for _, column in places})
        return "\n".join(
            "\t".join(
                self._reader.format_exact(sheet.columns[c], sheet.rows[r][c]) for c in columns
            )
            for r in rows
        )

    def text_of(self, part: Part, at: Place) -> str:
        """Return a cell as the grid shows it."""
        row = self.sheets[part].rows[at[0]]
        return self.format(part, row, at[1], row[at[1]])

    def format(self, part: Part, row: Row, column: int, cell: Cell) -> str:
        """Return any value as a column of a row shows it: a learned delay depends on the source."""
        shown = self.sheets[part].columns[column]
        if cell.value is LEARNED:
            source = row[1].value
            return self.locking.tell_learned(shown.key, None if source is None else str(source))
        return self._reader.format(shown, cell)

    def format_exact(self, part: Part, column: int, cell: Cell) -> str:
        """Return any value as it is edited in a column."""
        return self._reader.format_exact(self.sheets[part].columns[column], cell)

    def is_changed(self, part: Part, row: Row, column: int) -> bool:
        """Tell whether a row's value in a column differs from what is saved."""
        sheet = self.sheets[part]
        if sheet.columns[column].is_key:
            return False
        saved = self._values.get((part, sheet.key_of(row), sheet.columns[column].key))
        return bool(row[column].problem) or row[column].value != saved

    def names(self, kind: Kind) -> tuple[str, ...]:
        """Return the names to offer while a rep, source or period is typed."""
        if kind is Kind.REP:
            return tuple(rep.name for rep in self.state.frame.reps)
        if kind is Kind.SOURCE:
            return tuple(source.name for source in self.state.frame.sources)
        scope = self.scope
        return tuple(p.label for p in scope.periods({str(scope.period.start.year)}))

    def draft(self) -> Plan:
        """Return the records of the period as the sheets have them; bad cells are left out."""
        return plan_of(r for sheet in self.sheets.values() for r in collect_records(sheet))

    def edits(self) -> PlanEdits:
        """Return what saving would change."""
        return compute_edits(self._before, self.draft())

    def describe_changes(self) -> tuple[ChangeView, ...]:
        """Return every number that saving would change."""
        return build_changes(self.edits(), self.scope.currency)

    def problems(self) -> tuple[CellProblem, ...]:
        """Return every cell that keeps the plan from being saved."""
        found = [problem for sheet in self.sheets.values() for problem in find_problems(sheet)]
        sheet = self.sheets[Part.ASSUMPTIONS]
        taken = {(a.rep, a.source, a.period) for a in self._elsewhere.assumptions}
        for index, row in enumerate(sheet.rows):
            if sheet.key_of(row) in taken and any(sheet.values_of(row)):
                sentence = f"{sheet.name_of(index)} has a row already, under its own period."
                found.append(CellProblem(sheet.part, index, 2, sentence))
        return tuple(found)

    def view(self) -> PlanView:
        """Return what the screen says beside its grid."""
        draft, currency = self.draft(), self.scope.currency
        funding = self._add_up(draft)
        shown = [
            row
            for row in funding.rows
            if row.target or row.leads or row.adds_up_to or row.rep in self.scope.reps
        ]
        return PlanView(
            headline=build_headline(funding, self.scope.period, currency),
            summary=build_summary(funding, currency),
            funding=tuple(build_funding_row(row, currency) for row in shown),
            locked=self.locking.state,
            is_amending=self.locking.is_amending,
            can_amend=self.locking.can_amend,
            can_lock=self.locking.is_free and not self.is_empty,
            has_amendments=bool(self.locking.own and self.locking.own.amendments),
            problems=self.problems(),
            notes=self._notes(draft),
            unsaved=count_changes(compute_edits(self._before, draft)),
        )

    def _add_up(self, draft: Plan) -> FundingResult:
        """Return what a draft adds up to, beside what the plan says of other periods."""
        whole = join_plans(self._elsewhere, draft)
        if self.locking.own is None:
            return compute_funding(whole, self.state.frame)
        whole = replace(whole, assumptions=self.state.plan.assumptions)
        return compute_funding(whole, self.locking.put_into(self.state.frame, draft))

    def _notes(self, draft: Plan) -> tuple[str, ...]:
        """Return what saving will add to the team."""
        reps = {rep.name for rep in self.state.frame.reps}
        sources = {source.name for source in self.state.frame.sources}
        records = all_records(draft)
        new_reps = sorted({r.rep for r in records if r.rep is not None} - reps)
        new_sources = sorted(
            {r.source for r in records if not isinstance(r, Target) and r.source} - sources
        )
        return tuple(
            f"{format_list(new)} {'is' if len(new) == 1 else 'are'} new: saving adds "
            f"{'a ' if len(new) == 1 else ''}{word}{'' if len(new) == 1 else 's'} to the team."
            for new, word in ((new_reps, "rep"), (new_sources, "source"))
            if new
        )

    def _lay_out(self, plan: Plan) -> dict[Part, Sheet]:
        return {
            Part.TARGETS: build_targets_sheet(plan, self.scope),
            Part.COMMITMENTS: build_commitments_sheet(plan, self.scope),
            Part.ASSUMPTIONS: build_assumptions_sheet(plan, self.scope),
        }
