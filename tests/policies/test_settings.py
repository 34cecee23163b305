"""The file of settings: the profile, and what is chosen about single rules."""

import re

import pytest
from guardrails import Level, Profile, ResourceRule, Setting, Severity, Shape
from guardrails.engine.settings import Choice, read


def rule(id_, **more):
    return ResourceRule(
        id=id_,
        title="There are no bots.",
        severity=Severity.LOW,
        threat="Bots take over.",
        fix="Take it out.",
        types=re.compile("x:y:.*"),
        check=lambda resource, config: [],
        **({"level": Level.MANDATORY} | more),
    )


LEAST = {"least": Setting(1, "How many.", Shape.NUMBER)}
RULES = [
    rule("no-bots", settings=LEAST),
    rule("locked-bots", locked=True, settings=LEAST),
    rule("some-bots", level=Level.ADVISORY, locked=True),
]


def settings(text):
    return read(text, "guardrails.yaml", RULES)


def test_without_a_file_the_profile_is_standard_and_nothing_is_chosen():
    for text in ("", "# nothing\n"):
        assert (settings(text).profile, settings(text).choices, settings(text).mistakes) == (
            Profile.STANDARD,
            {},
            [],
        )


def test_a_profile_a_level_and_settings_are_chosen():
    chosen = settings("profile: strict\nrules:\n  no-bots: {level: advisory, least: 3}\n")

    assert chosen.profile is Profile.STRICT
    assert chosen.choices == {"no-bots": Choice(Level.ADVISORY, {"least": 3})}
    assert chosen.mistakes == []


@pytest.mark.parametrize("level", ["advisory", "disabled"])
def test_a_locked_rule_cannot_be_lowered(level):
    chosen = settings(f"rules:\n  locked-bots: {{level: {level}}}\n")

    assert chosen.choices == {}
    assert [(one.source, one.what) for one in chosen.mistakes] == [
        (
            "guardrails.yaml:2",
            'The rule "locked-bots" is locked as mandatory; only an exemption lets a resource pass.',
        )
    ]


def test_a_rule_that_is_not_locked_can_be_switched_off():
    assert settings("rules:\n  no-bots: {level: disabled}\n").choices == {"no-bots": Choice(Level.DISABLED)}


def test_the_settings_of_a_locked_rule_can_be_chosen():
    chosen = settings("rules:\n  locked-bots: {least: 2}\n")

    assert (chosen.choices, chosen.mistakes) == ({"locked-bots": Choice(None, {"least": 2})}, [])


@pytest.mark.parametrize("level", ["advisory", "mandatory"])
def test_a_locked_rule_can_be_kept_or_raised(level):
    assert settings(f"rules:\n  some-bots: {{level: {level}}}\n").mistakes == []


MISTAKES = {
    "another key": ("profil: strict\n", 1, 'There is no key "profil"; there are: profile, rules.'),
    "another profile": (
        "profile: lax\n",
        1,
        "There is no such profile; there are: baseline, standard, strict",
    ),
    "another rule": ("rules:\n  no-bot: {}\n", 2, 'There is no rule "no-bot".'),
    "another level": ("rules:\n  no-bots: {level: off}\n", 2, "There is no such level; there are: disabled,"),
    "another setting": ("rules:\n  no-bots: {most: 3}\n", 2, 'There is no setting "most"; there are: least.'),
    "another kind": ("rules:\n  no-bots: {least: few}\n", 2, 'The setting "least" has to be a whole number.'),
    "a level alone": (
        "rules:\n  no-bots: advisory\n",
        2,
        "A rule has the key level and those of its settings.",
    ),
    "a list": ("- profile\n", 1, "The file has the keys profile and rules."),
    "no YAML": ("profile: [\n", 2, "This cannot be read as YAML."),
}


@pytest.mark.parametrize("case", MISTAKES)
def test_a_mistake_is_told_with_its_line_and_chooses_nothing(case):
    text, line, what = MISTAKES[case]

    chosen = settings(text)

    ((source, told),) = [(one.source, one.what) for one in chosen.mistakes]
    assert source == f"guardrails.yaml:{line}"
    assert told.startswith(what)
    assert chosen.choices == {}
    assert chosen.profile is Profile.STANDARD
