"""Examples: what the documentation shows as bad is found by its rule, and what it shows as good by none."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain, permutations

from guardrails import (
    RULES,
    ChangeRule,
    Enforcement,
    Example,
    Known,
    Level,
    MetaRule,
    StackRule,
    Unknown,
    in_force,
)
from guardrails.engine.enforcement import EXEMPTIONS, SETTINGS

# Those of rules about a change are run where changes are looked at, in tests/check.
ASKED = [rule for rule in RULES if not isinstance(rule, ChangeRule)]
BAD = {f"{rule.id}: {one.title}": (rule, one) for rule in ASKED for one in rule.bad}
GOOD = {f"{rule.id}: {one.title}": (rule, one) for rule in ASKED for one in rule.good}

# Between the days on which the exemptions of examples end.
NOW = datetime(2027, 1, 10, tzinfo=UTC)


def judged(example, folder):
    """Everything that all rules find in an example, under the settings and exemptions that it comes with."""
    if not (example.exemptions or example.settings):
        return Enforcement(now=NOW).judge(example.declared(), RULES)
    variables = {}
    for name, text in ((EXEMPTIONS, example.exemptions), (SETTINGS, example.settings)):
        path = folder / name
        path.write_text(text)
        variables[name] = str(path)
    return in_force(variables, RULES, NOW).judge(example.declared(), RULES)


def test_every_rule_has_a_bad_and_a_good_example_with_titles_in_sentences():
    assert [rule.id for rule in RULES if not (rule.bad and rule.good)] == []
    titles = [one.title for rule in RULES for one in rule.bad + rule.good]
    assert [title for title in titles if not (title[0].isupper() and title.endswith("."))] == []


def test_a_bad_example_is_found_by_its_rule(tmp_path):
    found = {case: judged(example, tmp_path) for case, (_, example) in BAD.items()}

    rules = {case: {finding.rule for finding in findings} for case, findings in found.items()}
    assert [case for case, (rule, _) in BAD.items() if rule.id not in rules[case]] == []
    assert [case for case, findings in found.items() if any(one.crashed for one in findings)] == []


def in_project(name, example):
    """The resources of an example in a project of their own, where they meet those of no other example."""

    def moved(urn):
        return urn.replace("::example::", f"::{name}::")

    return [
        replace(
            one,
            urn=moved(one.urn),
            parent=moved(one.parent),
            property_dependencies={
                key: tuple(map(moved, urns)) for key, urns in one.property_dependencies.items()
            },
        )
        for one in example.declared()
    ]


def test_a_rule_about_the_stack_finds_each_that_breaks_it_wherever_the_others_stand():
    for rule in RULES:
        if not isinstance(rule, StackRule):
            continue
        good = [one for number, kept in enumerate(rule.good) for one in in_project(f"good{number}", kept)]
        for example in rule.bad:
            first, second = in_project("first", example), in_project("second", example)
            alone = {finding.urn for bad in (first, second) for finding in rule.examine(bad)}
            for order in permutations((first, good, second)):
                assert {finding.urn for finding in rule.examine([*chain.from_iterable(order)])} == alone, (
                    example.title
                )


def test_a_good_example_is_found_by_no_rule_that_stops_a_deployment_nor_by_its_own(tmp_path):
    found = {case: judged(example, tmp_path) for case, (_, example) in GOOD.items()}

    assert [
        (case, finding.rule)
        for case, (rule, _) in GOOD.items()
        for finding in found[case]
        if finding.level is Level.MANDATORY or finding.rule == rule.id
    ] == []


def test_the_examples_of_a_rule_about_resources_show_resources():
    about_resources = [rule for rule in RULES if not isinstance(rule, MetaRule)]

    shown = [
        (rule.id, one.resources or one.before) for rule in about_resources for one in rule.bad + rule.good
    ]
    assert [id_ for id_, resources in shown if not resources] == []
    assert {rule.id for rule in RULES for one in rule.bad + rule.good if one.before} == {
        rule.id for rule in RULES if isinstance(rule, ChangeRule)
    }


def test_a_reference_is_unknown_and_tells_where_it_comes_from():
    team, bot = Example(
        "A bot in a team.",
        {
            "team": {"type": "x:y:Team"},
            "bot": {
                "type": "x:y:Bot",
                "properties": {"name": "bot", "in": {"team": ["${team.id}"]}, "token": "Bearer ${token}"},
                "options": {"parent": "${team}", "provider": "${team}", "protect": True},
            },
        },
    ).declared()

    assert bot.props.get("name") == Known("bot")
    assert bot.props.get("in.team[]") == Unknown()
    assert bot.props.get("token") == Unknown()
    assert bot.property_dependencies == {"in": (team.urn,)}
    assert (bot.parent, bot.provider, bot.protect) == (team.urn, team, True)
