"""`$filter`, as far as clients of the directory use it: eq, in, startswith, any, and, or, and parentheses.

No library, because those that there are read all of OData, and most of it has to be refused here, in words of
Microsoft Graph. What is not understood is refused, never left out of the filter in silence.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NoReturn

from azdo_emulator.model import Refused
from azdo_emulator.model.conditions import NOTHING, Condition, begins, equal, holds, one_of

DEEPEST = 20
"""Parentheses within parentheses."""

MOST = 15
"""Values of one `in`."""

TOKEN = re.compile(r"\s*(?:('(?:[^']|'')*')|([A-Za-z]\w*)|(\S))")


@dataclass(frozen=True)
class Field:
    """A property that can be asked for: its kind, and its column; without one nobody has a value."""

    kind: Literal["text", "flag", "texts"]
    column: str = ""


Fields = Mapping[str, Field]


def text(column: str = "") -> Field:
    """A property with a text; which case does not matter."""
    return Field("text", column)


def flag(column: str) -> Field:
    """A property that is true or false."""
    return Field("flag", column)


def texts(column: str = "") -> Field:
    """A property with a list of texts."""
    return Field("texts", column)


def condition(filter: str, fields: Fields, resource: str) -> Condition:
    """What the rows have to be; resource: what Microsoft Graph calls one of them."""
    return _Reading(filter, fields, resource).whole()


class _Reading:
    """One filter, from its first word to its last."""

    def __init__(self, filter: str, fields: Fields, resource: str) -> None:
        self._filter, self._fields, self._resource = filter, fields, resource
        self._tokens = [(found[0].strip(), found.start()) for found in TOKEN.finditer(filter)]
        self._at = self._depth = 0

    def whole(self) -> Condition:
        found = self._either()
        return found if self._next == "" else self._wrong()

    def _either(self) -> Condition:
        found = self._both()
        while self._skip("or"):
            found |= self._both()
        return found

    def _both(self) -> Condition:
        found = self._one()
        while self._skip("and"):
            found &= self._one()
        return found

    def _one(self) -> Condition:
        if self._skip("("):
            self._depth += 1
            if self._depth > DEEPEST:
                self._wrong()
            found = self._either()
            self._expect(")")
            self._depth -= 1
            return found
        if self._skip("startswith"):
            return self._start()
        return self._comparison(self._take())

    def _start(self) -> Condition:
        self._expect("(")
        name = self._take()
        field = self._field(name, "text")
        self._expect(",")
        value = self._text()
        self._expect(")")
        return begins(field.column, value) if field.column else NOTHING

    def _comparison(self, name: str) -> Condition:
        if self._skip("/"):
            return self._any(name)
        operator = self._take().lower()
        if operator == "in":
            return self._in(self._field(name, "text"))
        if not operator.isalpha():
            self._wrong()
        if operator != "eq":
            self._field(name, "text")
            raise _unsupported(name, self._resource)
        if self._next.lower() in ("true", "false"):
            field = self._field(name, "flag")
            return equal(field.column, self._take().lower() == "true")
        field = self._field(name, "text")
        value = self._text()
        return equal(field.column, value) if field.column else NOTHING

    def _in(self, field: Field) -> Condition:
        self._expect("(")
        values = [self._text()]
        while self._skip(","):
            values.append(self._text())
        self._expect(")")
        if len(values) > MOST:
            raise Refused(
                400,
                "Request_UnsupportedQuery",
                "Too many child clauses specified in search filter expression containing 'OR' operators: "
                f"{len(values)}. Max allowed: {MOST}.",
            )
        return one_of(field.column, values) if field.column else NOTHING

    def _any(self, name: str) -> Condition:
        field = self._field(name, "texts")
        for word in ("any", "("):
            self._expect(word)
        each = self._take()
        for word in (":", each, "eq"):
            self._expect(word)
        value = self._text()
        self._expect(")")
        return holds(field.column, value) if field.column else NOTHING

    def _field(self, name: str, kind: str) -> Field:
        field = self._fields.get(name)
        if not name[:1].isalpha():
            self._wrong()
        if field is None:
            raise Refused(
                400,
                "BadRequest",
                f"Invalid filter clause: Could not find a property named '{name}' on type "
                f"'microsoft.graph.{self._resource[0].lower()}{self._resource[1:]}'.",
            )
        if field.kind != kind:
            raise _unsupported(name, self._resource)
        return field

    def _text(self) -> str:
        token = self._take()
        if not token.startswith("'") or len(token) < 2:
            self._at -= 1
            self._wrong()
        return token[1:-1].replace("''", "'")

    @property
    def _next(self) -> str:
        return self._tokens[self._at][0] if self._at < len(self._tokens) else ""

    def _take(self) -> str:
        found = self._next
        self._at += 1
        return found

    def _skip(self, word: str) -> bool:
        if self._next.lower() != word:
            return False
        self._at += 1
        return True

    def _expect(self, word: str) -> None:
        if not self._skip(word.lower()):
            self._wrong()

    def _wrong(self) -> NoReturn:
        place = self._tokens[self._at][1] if self._at < len(self._tokens) else len(self._filter)
        raise Refused(
            400,
            "BadRequest",
            f"Invalid filter clause: Syntax error at position {place} in '{self._filter}'.",
        )


def _unsupported(name: str, resource: str) -> Refused:
    return Refused(
        400,
        "Request_UnsupportedQuery",
        f"Unsupported or invalid query filter clause specified for property '{name}' of resource "
        f"'{resource}'.",
    )
