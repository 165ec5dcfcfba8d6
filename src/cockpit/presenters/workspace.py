"""The open store and the day it is: what every presenter is given."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from cockpit.services.opening import Store, open_store


@dataclass(slots=True)
class Workspace:
    """One open store. All its use is in one thread at a time.

    Args:
        store: The open store.
        fixed_today: The day to take for today, for tests and pictures; else it is asked each time.
    """

    store: Store
    fixed_today: date | None = field(default=None)

    @classmethod
    def open(cls, location: str | Path | None = None, today: date | None = None) -> "Workspace":
        """Open a store, creating or migrating it as needed.

        Args:
            location: A file or URL; the user's own store where not given.
            today: The day to take for today.

        Raises:
            StoreError: The store cannot be opened; nothing was changed.
            StoreDamagedError: The file is broken.
        """
        return cls(open_store(location), today)

    @property
    def today(self) -> date:
        """Return today on the user's wall calendar."""
        return self.fixed_today or date.today()  # noqa: DTZ011 - the user's own calendar

    def close(self) -> None:
        """Close the store."""
        self.store.close()
