"""The engine and the rules themselves agree about every credential of every type in every state."""

import json

import pytest
from guardrails import RULES, Enforcement
from guardrails.engine import saved
from guardrails.engine.props import SIGNATURE

from tests.policies.canary import CANARY, EVERYTHING, quoted_in
from tests.policies.conftest import SECRET, STATES, UNKNOWN, opened
from tests.policies.test_pack_engine import analyze, preview, pulumi

pytestmark = pytest.mark.engine

__all__ = ["analyze", "preview", "pulumi"]

SAVED = ("known", "secret", "secret block", "redacted", "wrong type", "missing", "null")
UNKNOWNS = ("unknown", "nested unknown")


def states(names):
    """A resource for every input of every row in every one of some states, by its name."""
    return {
        f"{number} {one.input} {state}": (type_, STATES[state](one.input, CANARY))
        for number, (type_, row) in enumerate(EVERYTHING.items())
        for one in row
        if one.input
        for state in names
    }


def entry(name, type_, inputs):
    """A saved resource."""
    urn = f"urn:pulumi:dev::tiny::{type_}::{name}"
    return {"urn": urn, "type": type_, "custom": False, "inputs": inputs, "outputs": inputs}


def expected(entries):
    """What the rules find by themselves."""
    resources = saved.resources({"deployment": {"resources": entries}})
    return {(one.name, one.rule, one.level.value) for one in Enforcement().judge(resources, RULES)}


def told(judged):
    return {(one.resource, one.rule, one.level) for one in judged.violations}


def as_written(value):
    """The inputs as a state file has them: a secret in its own JSON."""
    if isinstance(value, dict) and SIGNATURE in value:
        return {SIGNATURE: SECRET, "plaintext": json.dumps(value["value"])}
    if isinstance(value, dict):
        return {key: as_written(one) for key, one in value.items()}
    return [as_written(one) for one in value] if isinstance(value, list) else value


def test_of_a_saved_stack(analyze):
    given = states(SAVED).items()

    judged = analyze([entry(name, type_, as_written(inputs)) for name, (type_, inputs) in given])

    # The engine opens what it can.
    assert told(judged) == expected([entry(name, type_, opened(inputs)) for name, (type_, inputs) in given])
    assert len(given) > 500
    assert quoted_in(judged.text) == []


PROGRAM = """
import json

import pulumi

later = pulumi.CustomResource("pulumi:index:Stash", "stash", {{"input": "x", "output": None}}).id


class Any(pulumi.ComponentResource):
    pass


def opened(value):
    if value == {unknown!r}:
        return later
    if isinstance(value, dict):
        return {{key: opened(one) for key, one in value.items()}}
    return [opened(one) for one in value] if isinstance(value, list) else value


for name, (type_, inputs) in json.loads({given!r}).items():
    Any(type_, name, opened(inputs))
"""


def test_of_a_preview_in_which_the_values_are_not_known_yet(preview):
    given = {name: one for name, one in states(UNKNOWNS).items() if not one[0].startswith("pulumi:")}

    judged = preview(PROGRAM.format(unknown=UNKNOWN, given=json.dumps(given)))

    assert len(given) > 150
    assert told(judged) == expected([entry(name, *one) for name, one in given.items()])
    assert "can't run policy" not in judged.text
