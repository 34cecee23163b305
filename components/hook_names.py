"""Names of hooks: the engine takes each once in a run."""

from collections.abc import Iterator
from itertools import count


def numbered(name: str) -> Iterator[str]:
    """The name, then the name with a number.

    A program registers a hook once. A host of components, for programs in other languages, does so for each
    component that it makes, because each comes with a connection to the engine of its own.
    """
    yield name
    yield from (f"{name} {number}" for number in count(2))
