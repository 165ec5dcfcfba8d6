"""The verbs a user knows, one function each; a write returns what it changed."""
