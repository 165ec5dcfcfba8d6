"""The verbs a user knows, one function each; a write returns what it changed."""

from cockpit.store.opening import Store, open_store

__all__ = ["Store", "open_store"]
