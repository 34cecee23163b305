"""What a program gave a resource, held against the facts: refused by name, or completed.

No message quotes a value: what stands in the wrong place may be a token.
"""

import os
from collections.abc import Iterable, Iterator, Mapping

from azdo_emulator.providers.facts import Properties, Property
from azdo_emulator.providers.values import UNKNOWN, Secret, Values, secret

Types = Mapping[str, Properties]

_SCALARS: Mapping[str, tuple[str, type | tuple[type, ...]]] = {
    "string": ("a string", str),
    "boolean": ("true or false", bool),
    "integer": ("a whole number", int),
    "number": ("a number", (int, float)),
}


def complete(given: Values, properties: Properties, types: Types) -> Values:
    """The inputs with the defaults and the environment's values that the official plug-in adds."""
    inputs = dict(given)
    for name, fact in properties.items():
        if inputs.get(name) is None:
            inputs[name] = _default(fact)
        else:
            inputs[name] = _completed(inputs[name], fact.type, types)
    return {name: value for name, value in inputs.items() if value is not None}


def complaints(inputs: Values, properties: Properties, types: Types, inside: str = "") -> Iterator[str]:
    """What is wrong with the inputs: unknown, missing or mistyped, each in a sentence."""
    for name in sorted(inputs.keys() - properties.keys()):
        # Names that begin like this are marks of the engine or of a plug-in.
        if not name.startswith("__"):
            yield f"'{inside}{name}' is not an input; {nearest(name, properties)}"
    for name, fact in properties.items():
        if name in inputs:
            yield from _wrong(inputs[name], fact, types, inside + name)
        elif fact.required:
            yield f"'{inside}{name}' is missing; expected {_in_words(fact.type)}"


def guarded(inputs: Values, properties: Properties, types: Types) -> Values:
    """The inputs with everything marked as secret that the facts call secret, at any depth."""
    marked = dict(inputs)
    for name, fact in properties.items():
        if name in marked:
            marked[name] = _guarded(marked[name], fact, types)
    return marked


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that was probably meant, or all of them."""
    import difflib  # Not at the top: a plug-in that has nothing to refuse starts sooner without it.

    words = sorted(known)
    meant = difflib.get_close_matches(word, words, n=1)
    return f"did you mean '{meant[0]}'?" if meant else f"expected one of {', '.join(words)}"


def from_environment(fact: Property) -> str | None:
    """What the environment says of a property that nobody gave."""
    return next((os.environ[name] for name in fact.env if os.environ.get(name)), None)


def _completed(value: object, kind: str, types: Types) -> object:
    if isinstance(value, list) and kind[1:-1] in types:
        return [_completed(item, kind[1:-1], types) for item in value]
    if isinstance(value, dict) and kind in types:
        return complete(value, types[kind], types)
    return value


def _default(fact: Property) -> str | bool | int | None:
    return from_environment(fact) or fact.default


def _guarded(value: object, fact: Property, types: Types) -> object:
    if fact.secret:
        return secret(value)
    if fact.type in types:
        if isinstance(value, Secret):
            return value
        if isinstance(value, dict):
            return guarded(value, types[fact.type], types)
    return value


def _wrong(value: object, fact: Property, types: Types, path: str) -> Iterator[str]:
    if isinstance(value, Secret):
        value = value.value
    if value is UNKNOWN:
        return
    kind = fact.type
    if kind.startswith("["):
        yield from _wrong_items(value, kind, types, path, list)
    elif kind.startswith("{"):
        yield from _wrong_items(value, kind, types, path, dict)
    elif kind in types:
        if isinstance(value, dict):
            yield from complaints(value, types[kind], types, f"{path}.")
        else:
            yield _mistyped(path, kind, value)
    elif not _is(value, kind):
        yield _mistyped(path, kind, value)
    elif fact.allowed and str(value).lower() not in [word.lower() for word in fact.allowed]:
        yield f"'{path}' has a value that it cannot have; expected one of {', '.join(fact.allowed)}"


def _wrong_items(value: object, kind: str, types: Types, path: str, holder: type) -> Iterator[str]:
    if not isinstance(value, holder):
        yield _mistyped(path, kind, value)
        return
    items = value.items() if isinstance(value, dict) else enumerate(value)  # type: ignore[arg-type]
    for key, item in items:
        place = f"{path}.{key}" if isinstance(value, dict) else f"{path}[{key}]"
        yield from _wrong(item, Property(kind[1:-1]), types, place)


def _is(value: object, kind: str) -> bool:
    expected = _SCALARS[kind][1]
    return isinstance(value, expected) and (kind == "boolean" or not isinstance(value, bool))


def _mistyped(path: str, kind: str, value: object) -> str:
    names = {str: "a string", bool: "true or false", int: "a number", float: "a number", list: "a list"}
    names |= {type(None): "nothing"}
    return f"'{path}' is {names.get(type(value), 'a map')}; expected {_in_words(kind)}"


def _in_words(kind: str) -> str:
    if kind.startswith("["):
        return f"a list, each item {_in_words(kind[1:-1])}"
    if kind.startswith("{"):
        return f"a map, each value {_in_words(kind[1:-1])}"
    return _SCALARS[kind][0] if kind in _SCALARS else f"a map like {kind}"
