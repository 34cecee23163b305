"""No rule fails on an input in any state: known, unknown, secret, redacted, missing, of another type."""

import copy
from dataclasses import replace

from guardrails import RULES, ChangeRule, Example, MetaRule, Props, ResourceRule, StackRule
from pulumi_policy import proxy

from tests.policies.conftest import SECRET, SIGNATURE, UNKNOWN, opened

MISSING = object()
STATES = {
    "unknown": UNKNOWN,
    "unknown in a list": [UNKNOWN],
    "unknown in a block": {"inner": UNKNOWN},
    "secret": {SIGNATURE: SECRET, "value": "x"},
    "redacted": "[secret]",
    "missing": MISSING,
    "null": None,
    "a number": 7.5,
    "a flag": True,
    "a text": "7",
    "an empty text": "",
    "a list": [{"inner": None}, [], 1],
    "a block": {"inner": {"[]": 1}},
}

ASKED = [rule for rule in RULES if not isinstance(rule, MetaRule | ChangeRule)]


def steps(value):
    """The way to every input inside properties."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield (key,)
        yield from ((key, *rest) for rest in steps(inner))


def with_(properties, way, value):
    """The properties with another value at the end of a way."""
    changed = copy.deepcopy(properties)
    holder = changed
    for key in way[:-1]:
        holder = holder[key]
    if value is MISSING:
        del holder[way[-1]]
    else:
        holder[way[-1]] = value
    return changed


def variants(rule, example, states):
    """The example with each input of each resource that the rule looks at in each state."""
    for name, entry in example.resources.items():
        if isinstance(rule, ResourceRule) and not rule.applies(entry["type"]):
            continue
        properties = dict(entry.get("properties", {}))
        for way in steps(properties):
            for state, value in states.items():
                changed = {**entry, "properties": with_(properties, way, value)}
                where = f"{name}.{'.'.join(map(str, way))} {state}"
                yield where, Example("", {**example.resources, name: changed})


def by_pack(resource):
    """As pulumi_policy hands it over: secrets opened, unknown values behind a proxy that raises."""
    return replace(resource, props=Props(proxy.unknown_checking_proxy(opened(resource.props.root.value))))


def failures(rule, resources):
    found = (
        rule.examine(resources)
        if isinstance(rule, StackRule)
        else [one for resource in resources if rule.applies(resource.type) for one in rule.examine(resource)]
    )
    return [one.what for one in found if one.crashed]


def tried(arrive, states):
    """What fails in how many cases."""
    cases, failed = 0, []
    for rule in ASKED:
        for example in rule.bad + rule.good:
            for where, variant in variants(rule, example, states):
                cases += 1
                arrived = [arrive(resource) for resource in variant.declared()]
                failed += [(rule.id, where, what) for what in failures(rule, arrived)]
    return cases, failed


def test_no_rule_fails_on_an_input_in_any_state():
    cases, failed = tried(lambda resource: resource, STATES)

    assert cases > 5_000
    assert failed == []


def test_no_rule_fails_in_the_pack_on_a_value_that_raises_when_it_is_read():
    cases, failed = tried(by_pack, {state: value for state, value in STATES.items() if "unknown" in state})

    assert cases > 1_000
    assert failed == []
