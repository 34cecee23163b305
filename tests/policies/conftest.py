"""The ways by which a resource comes to a rule; each takes a type and inputs, and returns the resource."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from google.protobuf import json_format, struct_pb2
from guardrails import Example, Resource, ResourceRule, StackRule, evaluate
from guardrails.engine import pack, saved
from guardrails.engine.props import SIGNATURE, UNKNOWN_TEXTS
from pulumi import ResourceOptions, ResourceTransformArgs
from pulumi.runtime import rpc
from pulumi_policy import PolicyCustomTimeouts, PolicyResourceOptions, ResourceValidationArgs, proxy

from stacks.guard import as_resource

Server = Callable[[str, dict[str, Any]], Resource]

# Marks an output on the wire.
OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4"


def by_plain_dict(type_: str, inputs: dict[str, Any]) -> Resource:
    return saved.resource({"type": type_, "name": "ci", "inputs": inputs})


def by_pack(type_: str, inputs: dict[str, Any]) -> Resource:
    """As pulumi_policy hands it over: secrets opened, unknown values behind a proxy that raises."""
    options = PolicyResourceOptions(False, [], None, [], PolicyCustomTimeouts(0, 0, 0), [])
    props = proxy.unknown_checking_proxy(opened(inputs))
    return pack.resource(ResourceValidationArgs(type_, props, "urn:ci", "ci", options, None))


def opened(value: Any) -> Any:
    if isinstance(value, dict) and SIGNATURE in value:
        return opened(value["value"])
    if isinstance(value, dict):
        return {key: opened(one) for key, one in value.items()}
    if isinstance(value, list):
        return [opened(one) for one in value]
    return value


# One for all: making one takes longer than most tests. The thread's own loop is for tests of programs.
LOOP = asyncio.new_event_loop()


@pytest.fixture(scope="session", autouse=True)
def _close_the_loop() -> Iterator[None]:
    yield
    LOOP.close()


def by_transform(type_: str, inputs: dict[str, Any]) -> Resource:
    """As the program's own transform gets it: over the wire, unknown and secret values as outputs."""

    async def arrive() -> Resource:
        wire = json_format.ParseDict(as_outputs(inputs), struct_pb2.Struct())
        props = rpc.deserialize_properties(wire)
        return await as_resource(ResourceTransformArgs(True, type_, "ci", props, ResourceOptions()))

    return LOOP.run_until_complete(arrive())


def as_outputs(value: Any) -> Any:
    if isinstance(value, str) and value in UNKNOWN_TEXTS:
        return {SIGNATURE: OUTPUT}
    if isinstance(value, dict) and SIGNATURE in value:
        return {SIGNATURE: OUTPUT, "secret": True, "value": as_outputs(value["value"])}
    if isinstance(value, dict):
        return {key: as_outputs(one) for key, one in value.items()}
    if isinstance(value, list):
        return [as_outputs(one) for one in value]
    return value


WAYS = {"plain dict": by_plain_dict, "pack": by_pack, "transform": by_transform}


@pytest.fixture(params=WAYS)
def enter(request: pytest.FixtureRequest) -> Server:
    """Brings a resource in by one of the ways."""
    return WAYS[request.param]


UNKNOWN = proxy.UNKNOWN_STRING_VALUE
SECRET = "1b47061264138c4ac30d75fd1eb44270"

# Every state in which the value at a path can be.
STATES: dict[str, Callable[[str, Any], dict[str, Any]]] = {
    "known": lambda path, value: nested(path, value),
    "unknown": lambda path, value: {first(path): UNKNOWN},
    "nested unknown": lambda path, value: nested(path, UNKNOWN),
    "secret": lambda path, value: nested(path, {SIGNATURE: SECRET, "value": value}),
    "secret block": lambda path, value: {first(path): {SIGNATURE: SECRET, "value": inside(path, value)}},
    "redacted": lambda path, value: {first(path): "[secret]"},
    "wrong type": lambda path, value: {first(path): 7.0},
    "missing": lambda path, value: {},
    "null": lambda path, value: {first(path): None},
}


def first(path: str) -> str:
    """The property that a path begins with."""
    return path.partition(".")[0].removesuffix("[]")


def nested(path: str, value: Any) -> dict[str, Any]:
    return {first(path): inside(path, value)}


def inside(path: str, value: Any) -> Any:
    """What stands in the property that a path begins with."""
    head, _, rest = path.partition(".")
    below = nested(rest, value) if rest else value
    return [below] if head.endswith("[]") else below


Outcomes = Callable[..., dict[str, bool]]


@pytest.fixture
def outcomes(enter: Server) -> Outcomes:
    """Whether a rule refuses a resource in each state of one input, by whichever way it comes."""

    def judge(
        rule: ResourceRule, type_: str, path: str, value: Any, beside: dict[str, Any] | None = None
    ) -> dict[str, bool]:
        found = {
            state: evaluate(enter(type_, (beside or {}) | inputs(path, value)), [rule])
            for state, inputs in STATES.items()
        }
        assert not any(finding.crashed for findings in found.values() for finding in findings)
        return {state: findings != [] for state, findings in found.items()}

    return judge


Refused = Callable[..., set[str]]


@pytest.fixture
def refused(outcomes: Outcomes, enter: Server) -> Refused:
    """The states of one input in which a rule refuses a resource, by whichever way it comes."""

    def judge(*words: Any, **more: Any) -> set[str]:
        found = outcomes(*words, **more)
        if enter is by_plain_dict:
            # Nothing opens secrets there: they are in the state "redacted".
            found |= dict.fromkeys(("secret", "secret block"), found["known"])
        return {state for state, refused in found.items() if refused}

    return judge


@pytest.fixture
def found() -> Callable[..., list[str]]:
    """The names of the resources with which a rule about the stack finds something wrong."""

    def judge(rule: StackRule, resources: dict[str, Any], **config: Any) -> list[str]:
        findings = list(rule.examine(Example("", resources).declared(), config))
        assert not any(finding.crashed for finding in findings)
        return [finding.name for finding in findings]

    return judge


@pytest.fixture
def refused_in(found: Callable[..., list[str]]) -> Refused:
    """The states of one input of "ci" in which a rule about the stack finds anything wrong."""

    def judge(
        rule: StackRule,
        others: dict[str, Any],
        type_: str,
        path: str,
        value: Any,
        beside: dict[str, Any] | None = None,
    ) -> set[str]:
        # Nothing opens secrets here: they are in the state "redacted".
        return {
            state
            for state, inputs in STATES.items()
            if "secret" not in state
            and found(
                rule,
                others | {"ci": {"type": type_, "properties": (beside or {}) | inputs(path, value)}},
            )
        }

    return judge
