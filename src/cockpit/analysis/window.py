"""Which days a question looks at."""

from dataclasses import dataclass

from cockpit.domain.fiscal import to_day
from cockpit.domain.question import Basis, Question


@dataclass(frozen=True, slots=True)
class Window:
    """The days of diagnosis.md §2, as day numbers.

    Args:
        start: B, the first day of the period.
        end: E, its last day.
        known: t, the as-of day: what is later has not happened yet.
        is_cohort: The window has no end; nothing is carried in and nothing is self-sourced.
    """

    start: int
    end: int
    known: int
    is_cohort: bool

    @property
    def until(self) -> int:
        """Return u, the last day whose revenue counts; the day before B when t is before B."""
        last = self.known if self.is_cohort else min(self.known, self.end)
        return max(last, self.start - 1)

    @property
    def last_lead_day(self) -> int:
        """Return the last day on which a lead of the period can have been assigned."""
        return min(self.until, self.end)


def build_window(question: Question) -> Window:
    """Return the window of a question."""
    return Window(
        start=to_day(question.period.start),
        end=to_day(question.period.end),
        known=to_day(question.as_of),
        is_cohort=question.basis is Basis.COHORT,
    )
