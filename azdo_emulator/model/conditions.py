"""What the rows of a list have to be."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce


@dataclass(frozen=True)
class Condition:
    """A condition in SQL: its words are this package's own, and what a caller says is a value alone."""

    sql: str
    values: tuple[object, ...] = ()

    def __and__(self, other: "Condition") -> "Condition":
        return Condition(f"({self.sql} AND {other.sql})", self.values + other.values)

    def __or__(self, other: "Condition") -> "Condition":
        return Condition(f"({self.sql} OR {other.sql})", self.values + other.values)


EVERYTHING = Condition("TRUE")
NOTHING = Condition("FALSE")


def equal(column: str, value: object) -> Condition:
    """The column has this value; in whose case is up to the column."""
    return Condition(f"{column} = ?", (value,))


def one_of(column: str, values: Sequence[object]) -> Condition:
    """The column has one of these values."""
    return reduce(Condition.__or__, (equal(column, value) for value in values), NOTHING)


def begins(column: str, start: str) -> Condition:
    """The column's text begins so; a range, because an index knows nothing of LIKE and a value."""
    return Condition(f"({column} >= ? AND {column} < ?)", (start, f"{start}\U0010ffff"))


def holds(column: str, value: object) -> Condition:
    """The column's list has this value in it."""
    words = f"EXISTS (SELECT 1 FROM json_each({column}) WHERE value = ? COLLATE NOCASE)"  # noqa: S608
    return Condition(words, (value,))
