"""The benchmarks measure memory by `resource`, which Windows does not have."""

import sys

collect_ignore = ["test_contenders.py"] if sys.platform == "win32" else []
