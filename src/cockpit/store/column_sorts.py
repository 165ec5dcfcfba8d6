"""The sorts of column that tables are made of."""

from sqlalchemy import Column, ForeignKey, Integer, String, text


def build_id() -> "Column[int]":
    """Return the key of a table's rows."""
    return Column("id", Integer, primary_key=True)


def build_integer(name: str, *, given: bool = False) -> "Column[int]":
    """Return a column of integers."""
    return Column(name, Integer, nullable=not given)


def build_text(name: str, *, given: bool = False) -> "Column[str]":
    """Return a column of texts."""
    return Column(name, String, nullable=not given)


def build_reference(name: str, table: str, *, given: bool = False) -> "Column[int]":
    """Return a column that names a row of another table."""
    return Column(name, Integer, ForeignKey(f"{table}.id"), nullable=not given)


def build_flag(name: str) -> "Column[int]":
    """Return a column of 0 and 1, at first 0."""
    return Column(name, Integer, nullable=False, server_default=text("0"))
