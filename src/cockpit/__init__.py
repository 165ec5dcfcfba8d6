"""Revenue Cockpit: why revenue misses its target, per rep, and whose lever answers it."""

__version__ = "0.1.0"
