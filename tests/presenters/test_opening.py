"""A store that cannot be opened is explained."""

from cockpit.domain.errors import StoreDamagedError, StoreError
from cockpit.presenters.opening import build_failure


def test_locked_store_can_be_tried_again() -> None:
    view = build_failure(StoreError("cockpit.sqlite is locked by another program."))
    assert view.title == "The store cannot be opened"
    assert view.happened == "cockpit.sqlite is locked by another program."
    assert view.safe == "Nothing was changed."
    assert "Try again" in view.advice


def test_damaged_store_points_to_backups() -> None:
    view = build_failure(StoreDamagedError("cockpit.sqlite is damaged."))
    assert view.title == "The store is damaged"
    assert "backup" in view.advice
