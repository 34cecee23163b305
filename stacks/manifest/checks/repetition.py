"""What is written twice."""

from collections.abc import Hashable, Iterable, Iterator

from stacks.manifest.problem import KeyPath, Problem
from stacks.manifest.source import Source


def repeated(source: Source, path: KeyPath, words: Iterable[str | int]) -> Iterator[Problem]:
    """The second and later of a list's words that differ at most in case."""
    folded = (word.casefold() if isinstance(word, str) else word for word in words)
    return again(source, (((*path, number), word) for number, word in enumerate(folded)))


def again(
    source: Source,
    values: Iterable[tuple[KeyPath, Hashable]],
    *,
    noun: str = "",
    expected: str = "each once",
    todo: str = "remove one of the two",
) -> Iterator[Problem]:
    """The second and later of equal values, each with its place; noun: what they are."""
    seen: dict[Hashable, KeyPath] = {}
    for path, value in values:
        first = seen.setdefault(value, path)
        if first != path:
            yield source.problem(
                path,
                f"the same {noun} as on line {source.line(*first)}".replace("  ", " "),
                expected=expected,
                todo=todo,
            )
