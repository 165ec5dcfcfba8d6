"""Live CRMs: what was changed there since the last look, written down as files of their own kind.

Needs the extra `live`; without it, only the sentence that says so works.
"""
