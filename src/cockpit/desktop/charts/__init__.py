"""Charts, painted from the frozen values that presenters build."""
