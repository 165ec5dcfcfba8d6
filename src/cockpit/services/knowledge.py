"""What was known on a day, for everything that looks back."""

from cockpit.domain.knowledge import Knowledge, Moment, Timeline
from cockpit.store.queries import load_knowledge, load_timeline

__all__ = ["Knowledge", "Moment", "Timeline", "load_knowledge", "load_timeline"]
