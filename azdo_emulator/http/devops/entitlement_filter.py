"""The $filter of member entitlements, such as `licenseId eq 'Account-Express' and name eq 'dev'`."""

import re
from collections.abc import Callable

from azdo_emulator.model.conditions import EVERYTHING, NOTHING, Condition, equal
from azdo_emulator.model.devops import errors

WORDS = re.compile(r"\s*(?:([()])|'((?:[^']|'')*)'|([A-Za-z]+))")
LONGEST = 2000
"""Characters of a filter."""


def condition(text: str) -> Condition:
    """What a filter wants; everybody where it is empty."""
    if len(text) > LONGEST:
        raise errors.filter_not_valid(f"it has more than {LONGEST} characters")
    parser = _Parser(text)
    return parser.whole() if text.strip() else EVERYTHING


def _license_id(value: str) -> Condition:
    source, _, licence = value.partition("-")
    return equal("lower(licensing_source)", source.lower()) & equal(
        "lower(account_license_type)", licence.lower()
    )


def _name(value: str) -> Condition:
    words = "(instr(lower(subjects.display_name), lower(?)) OR instr(lower(principal_name), lower(?)))"
    return Condition(words, (value, value))


PROPERTIES: dict[str, Callable[[str], Condition]] = {
    "licenseid": _license_id,
    "licensestatus": lambda value: equal("lower(status)", value.lower()),
    # The sandbox's directory has no guests.
    "usertype": lambda value: EVERYTHING if value.lower() == "member" else NOTHING,
    "name": _name,
}


class _Parser:
    """Recursive descent; each step down is a bracket, of which there may be twenty."""

    def __init__(self, text: str) -> None:
        self._words: list[str] = []
        at = 0
        while at < len(text.rstrip()):
            found = WORDS.match(text, at)
            if found is None:
                raise errors.filter_not_valid(f"nothing of a filter is at its character {at + 1}")
            bracket, value, name = found.groups()
            # A value keeps a quote in front, which no name has.
            self._words.append(bracket or name or "'" + (value or "").replace("''", "'"))
            at = found.end()
        self._depth = 0

    def whole(self) -> Condition:
        found = self._either()
        if self._words:
            raise errors.filter_not_valid("it goes on where it should end")
        return found

    def _either(self) -> Condition:
        found = self._both()
        while self._next_is("or"):
            found |= self._both()
        return found

    def _both(self) -> Condition:
        found = self._one()
        while self._next_is("and"):
            found &= self._one()
        return found

    def _one(self) -> Condition:
        if self._next_is("("):
            self._depth += 1
            if self._depth > 20:
                raise errors.filter_not_valid("it has more than 20 brackets in each other")
            found = self._either()
            self._depth -= 1
            if not self._next_is(")"):
                raise errors.filter_not_valid("a bracket is not closed")
            return found
        name = self._words.pop(0).lower() if self._words else ""
        if name not in PROPERTIES:
            raise errors.filter_not_valid("it asks for licenseId, licenseStatus, userType and name alone")
        if not self._next_is("eq") or not self._words or not self._words[0].startswith("'"):
            raise errors.filter_not_valid(f"behind {name} stand eq and a value in quotes")
        return PROPERTIES[name](self._words.pop(0)[1:])

    def _next_is(self, word: str) -> bool:
        if self._words and self._words[0].lower() == word:
            self._words.pop(0)
            return True
        return False
