"""The questions, one file each: pure functions from frames to frozen results."""
