"""What the models refuse, in the user's words."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from stacks.manifest import refusal
from stacks.manifest.document import Document
from stacks.manifest.json_schema import Fragment, at, choices, example, expected, homes, keys
from stacks.manifest.nearest import nearest
from stacks.manifest.part import NO_VALUE
from stacks.manifest.planned import planned
from stacks.manifest.problem import KeyPath, Problem, shown
from stacks.manifest.source import Source

# A file of a million mistakes is answered as fast as one of a hundred.
WORDED = 100


@dataclass(frozen=True)
class Mistake:
    """One refused value, with what is known about its place."""

    model: type[Document]
    path: KeyPath
    value: Any
    context: Mapping[str, Any]
    fragment: Fragment
    """What the schema says about the key."""

    above: Fragment
    """What the schema says about the key that holds it."""


@dataclass(frozen=True)
class Words:
    """The parts of a message that depend on the kind of mistake."""

    what: str
    expected: str
    todo: str
    nearest: str | None = None


BELONGS = {
    "array": "a list",
    "object": "a mapping",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
}


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float):
        return "a number"
    if isinstance(value, tuple):
        return "a list"
    return "a mapping" if isinstance(value, Mapping) else "text"


def _unknown_key(mistake: Mistake) -> Words:
    to_come = planned(mistake.path)
    if to_come is not None:
        return Words(*to_come)
    key = str(mistake.path[-1])
    known = keys(mistake.above)
    near = nearest(key, known)
    elsewhere = homes(mistake.model, key)
    todo = "remove the key; it has no meaning here"
    if len(elsewhere) == 1 and not near:
        todo = f"move it below `{elsewhere[0]}`, where this key belongs"
    return Words("unknown key", "one of " + ", ".join(known), todo, near)


def _sample(mistake: Mistake) -> str:
    """How the key and a value of it may look in the file."""
    key = mistake.path[-1] if mistake.path else 0
    value = example(mistake.fragment)
    return value if isinstance(key, int) else f"{key}: {value}".strip()


def _missing(mistake: Mistake) -> Words:
    return Words("missing key", expected(mistake.fragment), f"add it, for example `{_sample(mistake)}`")


def _wrong_type(mistake: Mistake) -> Words:
    wanted = expected(mistake.fragment)
    belongs = BELONGS.get(str(mistake.fragment.get("type")), "text")
    kind = _kind(mistake.value)
    if mistake.value is None:
        what, todo = "has no value", "write a value, or remove the key"
    else:
        what, todo = f"{kind} where {belongs} belongs", f"write it like `{_sample(mistake)}`"
    if not mistake.path:
        what = "the file is empty" if mistake.value is None else what
        todo = "write these keys, each with a colon and a value"
    elif belongs == "true or false" and mistake.value is not None:
        todo = "write true or false, without quotes"
    elif belongs == "text" and kind in ("a number", "true or false"):
        todo = "put the value in quotes"
    return Words(what, wanted, todo)


def _no_choice(mistake: Mistake) -> Words:
    text = mistake.value if isinstance(mistake.value, str) else ""
    near = nearest(text, choices(mistake.fragment))
    # The value is quoted only when it is almost a known word: anything else may be a secret.
    what = f"`{shown(text)}` is not one of the choices" if near else "not one of the choices"
    return Words(what, expected(mistake.fragment), "choose one of these", near)


def _wrong_form(mistake: Mistake) -> Words:
    what = "empty" if mistake.value == "" else "not in the expected form"
    return Words(what, expected(mistake.fragment), f"write it like `{example(mistake.fragment)}`")


def _out_of_range(mistake: Mistake) -> Words:
    return Words("out of range", expected(mistake.fragment), f"write it like `{_sample(mistake)}`")


def _too_long(mistake: Mistake) -> Words:
    most = mistake.context["max_length"]
    if isinstance(mistake.value, str):
        return Words(f"too long, {len(mistake.value)} characters", f"at most {most}", "shorten it")
    return Words(f"too many, {len(mistake.value)}", f"at most {most}", "remove some")


def _too_short(mistake: Mistake) -> Words:
    return Words("empty", expected(mistake.fragment), f"write at least one: `{_sample(mistake)}`")


def _refused(mistake: Mistake) -> Words:
    return Words(*(mistake.context[part] for part in ("what", "expected", "todo", "nearest")))


def _anything_else(mistake: Mistake) -> Words:
    return Words("not accepted here", expected(mistake.fragment), "correct the value")


WORDS: dict[str, Callable[[Mistake], Words]] = {
    "extra_forbidden": _unknown_key,
    NO_VALUE: _wrong_type,
    "missing": _missing,
    "literal_error": _no_choice,
    "string_pattern_mismatch": _wrong_form,
    "string_too_long": _too_long,
    "too_long": _too_long,
    "too_short": _too_short,
    "model_type": _wrong_type,
    "mapping_type": _wrong_type,
    "dict_type": _wrong_type,
    "tuple_type": _wrong_type,
    "string_type": _wrong_type,
    "bool_type": _wrong_type,
    "int_type": _wrong_type,
    "float_type": _wrong_type,
    "greater_than_equal": _out_of_range,
    "less_than_equal": _out_of_range,
    "finite_number": _out_of_range,
    refusal.KIND: _refused,
}


def _mistake(model: type[Document], error: ErrorDetails, source: Source) -> Mistake:
    path = error["loc"]
    context = error.get("ctx", {})
    if path and path[-1] == "[key]" and path not in source.lines:
        holder = at(model, path[:-2])
        fragment = holder.get("propertyNames", {})
        return Mistake(model, path[:-1], error["input"], context, fragment, holder)
    return Mistake(model, path, error["input"], context, at(model, path), at(model, path[:-1]))


def _told(error: ErrorDetails) -> bool:
    """Whether other errors say it already: a list is called short when its items are wrong."""
    return error["type"] == "too_short" and len(error["input"]) >= error["ctx"]["min_length"]


def _worded(model: type[Document], errors: list[ErrorDetails], source: Source) -> Iterator[Problem]:
    meant: set[KeyPath] = set()
    # Unknown keys first: a mistyped key explains the missing one.
    for error in sorted(errors, key=lambda error: error["type"] == "missing"):
        mistake = _mistake(model, error, source)
        words = WORDS.get(error["type"], _anything_else)(mistake)
        if error["type"] == "extra_forbidden" and words.nearest:
            meant.add((*mistake.path[:-1], words.nearest))
        if error["type"] != "missing" or mistake.path not in meant:
            yield source.problem(
                mistake.path, words.what, expected=words.expected, todo=words.todo, nearest=words.nearest
            )


def problems(model: type[Document], error: ValidationError, source: Source) -> list[Problem]:
    """The problems of a file that its model refused."""
    errors = [each for each in error.errors(include_url=False) if not _told(each)]
    found = list(_worded(model, errors[:WORDED], source))
    if len(errors) > WORDED:
        more = f"{len(errors) - WORDED:,} more mistakes in this file"
        last = max(problem.line for problem in found)
        found.append(Problem(source.file, last, (), more, "none", "fix the errors above first"))
    return found
