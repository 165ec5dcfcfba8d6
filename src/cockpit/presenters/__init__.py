"""What each screen says, as frozen values without Qt."""
