"""The window. Its shell imports Qt and nothing heavy, so that it is painted at once."""
