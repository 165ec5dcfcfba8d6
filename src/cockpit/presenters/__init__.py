"""What each screen says, formatted, as frozen values; no Qt."""
