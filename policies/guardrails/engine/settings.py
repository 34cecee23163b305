"""The file of settings: which profile, and what is chosen about single rules."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from guardrails.engine.document import Node, Unreadable, parse
from guardrails.engine.exemptions import Problem
from guardrails.engine.finding import Level
from guardrails.engine.profiles import Profile
from guardrails.engine.rule import Rule
from guardrails.engine.setting import Config, complaints

ORDER = (Level.DISABLED, Level.ADVISORY, Level.MANDATORY)


@dataclass(frozen=True)
class Choice:
    """What is chosen about one rule."""

    level: Level | None = None
    config: Config = field(default_factory=dict)


@dataclass(frozen=True)
class Settings:
    """What is chosen about all rules."""

    profile: Profile = Profile.STANDARD
    choices: Mapping[str, Choice] = field(default_factory=dict)
    mistakes: Sequence[Problem] = ()


def read(text: str, file: str, rules: Sequence[Rule]) -> Settings:
    """The settings of a file. What is wrong with it is not chosen."""
    try:
        root = parse(text) or Node(1, {})
    except Unreadable as error:
        return Settings(mistakes=[Problem(f"{file}:{error.line}", str(error))])
    mistakes: list[Problem] = []

    def wrong(node: Node, what: str) -> None:
        mistakes.append(Problem(f"{file}:{node.line}", what))

    if not isinstance(root.plain, dict):
        wrong(root, "The file has the keys profile and rules.")
    for key, node in root.entries.items():
        if key not in ("profile", "rules"):
            wrong(node, f'There is no key "{key}"; there are: profile, rules.')
    profile = Profile.STANDARD
    if chosen := root.entries.get("profile"):
        if chosen.plain in tuple(Profile):
            profile = Profile(str(chosen.plain))
        else:
            wrong(chosen, f"There is no such profile; there are: {', '.join(Profile)}.")
    known = {rule.id: rule for rule in rules}
    choices: dict[str, Choice] = {}
    for name, node in (root.entries.get("rules") or Node(1, {})).entries.items():
        if name not in known:
            wrong(node, f'There is no rule "{name}".')
            continue
        found = list(_mistakes(known[name], node))
        for what in found:
            wrong(node, what)
        if not found:
            choices[name] = _choice(node)
    return Settings(profile, choices, mistakes)


def _mistakes(rule: Rule, node: Node) -> Iterator[str]:
    if not isinstance(node.plain, dict):
        yield "A rule has the key level and those of its settings."
        return
    chosen = node.plain.get("level")
    if chosen is not None and chosen not in tuple(Level):
        yield f"There is no such level; there are: {', '.join(Level)}."
    elif chosen is not None and rule.locked and ORDER.index(Level(chosen)) < ORDER.index(rule.level):
        yield f'The rule "{rule.id}" is locked as {rule.level}; only an exemption lets a resource pass.'
    yield from complaints(rule.settings, {name: one for name, one in node.plain.items() if name != "level"})


def _choice(node: Node) -> Choice:
    given = {name: one.plain for name, one in node.entries.items()}
    level = given.pop("level", None)
    return Choice(Level(str(level)) if level else None, given)
