"""The cockpit in a terminal: the same values as the window's, as tables or JSON."""
