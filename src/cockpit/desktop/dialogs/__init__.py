"""Windows that answer one click and go away."""
