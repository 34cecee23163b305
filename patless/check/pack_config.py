"""The configuration that a run hands to the policy pack, `--policy-pack-config`."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from guardrails import ChangeRule, Enforcement, Finding, Level
from guardrails.engine.rule import Rule
from guardrails.engine.setting import complaints
from guardrails.engine.settings import ORDER, Choice

from patless.check import in_force, reading
from patless.errors import PatlessError

ALL = "all"
EXEMPT = "exempt"
"""The policy that shows what is exempt; it has a level and stops nothing."""

EXPECTED = '{"rule": "advisory"} or {"rule": {"enforcementLevel": "advisory", …}}, by the ids of the rules'


@dataclass(frozen=True)
class PackConfig:
    """What a file asks of the rules: each entry's level, and the values of its settings."""

    file: str
    entries: Mapping[str, tuple[Level | None, Mapping[str, Any]]]

    def apply(self, enforcement: Enforcement, rules: Sequence[Rule]) -> Enforcement:
        """What is in force with it; a locked rule stays as it is."""
        choices = dict(enforcement.choices)
        for rule in rules:
            level, config = self._of(rule)
            if level is not None and _lowers(rule, level, enforcement):
                level = None
            earlier = choices.get(rule.id, Choice())
            if level is not None or config:
                choices[rule.id] = Choice(level or earlier.level, {**earlier.config, **config})
        return replace(enforcement, choices=choices)

    def findings(self, enforcement: Enforcement, rules: Sequence[Rule]) -> Iterator[Finding]:
        """The locked rules that it would lower."""
        lowered = sorted(
            rule.id
            for rule in rules
            if (level := self._of(rule)[0]) is not None and _lowers(rule, level, enforcement)
        )
        if lowered:
            what = f"The configuration lowers these locked rules, which is ignored: {', '.join(lowered)}."
            yield in_force.finding(what, source=self.file)

    def for_engine(self, enforcement: Enforcement, rules: Sequence[Rule]) -> dict[str, Any]:
        """The same for the engine, without what would lower a locked rule."""
        applied = self.apply(enforcement, rules)
        chosen = {rule.id: applied.choices[rule.id] for rule in rules if rule.id in applied.choices}
        return {
            id_: {**({"enforcementLevel": one.level.value} if one.level else {}), **one.config}
            for id_, one in chosen.items()
        }

    def _of(self, rule: Rule) -> tuple[Level | None, Mapping[str, Any]]:
        if isinstance(rule, ChangeRule):
            return None, {}
        for_all, _ = self.entries.get(ALL, (None, {}))
        level, config = self.entries.get(rule.id, (None, {}))
        return level or for_all, config


def _lowers(rule: Rule, level: Level, enforcement: Enforcement) -> bool:
    return rule.locked and ORDER.index(level) < ORDER.index(enforcement.level(rule))


def read(file: str, rules: Sequence[Rule]) -> PackConfig:
    """The configuration in a file. The engine would take unknown names and keys silently; this does not."""
    try:
        found = json.loads(Path(file).read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise reading.unreadable(file, error) from None
    except ValueError:
        raise PatlessError(f"{file} is not JSON", EXPECTED, "correct the file") from None
    if not isinstance(found, dict):
        raise PatlessError(f"{file} holds something else", EXPECTED, "correct the file")
    known = {rule.id: rule for rule in rules}
    mistakes = [what for name, given in found.items() for what in _mistakes(name, given, known)]
    if mistakes:
        raise PatlessError(f"{file}: {' '.join(mistakes)}", EXPECTED, "correct the file")
    return PackConfig(file, {name: _entry(given) for name, given in found.items()})


def _mistakes(name: str, given: object, known: Mapping[str, Rule]) -> Iterator[str]:
    if isinstance(known.get(name), ChangeRule):
        yield f'The pack never asks "{name}"; choose its level in guardrails.yaml.'
        return
    if name not in (*known, ALL, EXEMPT):
        near = get_close_matches(name, known, 1)
        yield f'There is no rule "{name}"{f"; did you mean {near[0]}?" if near else "."}'
        return
    if not isinstance(given, str | dict):
        yield f'"{name}" has to be a level, or a mapping.'
        return
    level = given if isinstance(given, str) else given.get("enforcementLevel")
    if level is not None and level not in tuple(Level):
        yield f'"{name}" has a level that there is not; there are: {", ".join(Level)}.'
    settings = known[name].settings if name in known else {}
    for what in complaints(settings, _settings(given)):
        yield f'"{name}": {what}'


def _entry(given: str | dict[str, Any]) -> tuple[Level | None, Mapping[str, Any]]:
    level = given if isinstance(given, str) else given.get("enforcementLevel")
    return (Level(level) if level else None), _settings(given)


def _settings(given: str | dict[str, Any]) -> dict[str, Any]:
    if isinstance(given, str):
        return {}
    return {key: value for key, value in given.items() if key != "enforcementLevel"}
