"""The doors by which a resource comes to a rule; each takes a type and inputs, and returns the resource."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from google.protobuf import json_format, struct_pb2
from guardrails import Resource, pack, saved
from guardrails.props import SIGNATURE, UNKNOWN_TEXTS
from pulumi import ResourceOptions, ResourceTransformArgs
from pulumi.runtime import rpc
from pulumi_policy import PolicyCustomTimeouts, PolicyResourceOptions, ResourceValidationArgs, proxy

from stacks.guard import as_resource

Door = Callable[[str, dict[str, Any]], Resource]

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
    return value


def by_transform(type_: str, inputs: dict[str, Any]) -> Resource:
    """As the program's own transform gets it: over the wire, unknown and secret values as outputs."""

    async def arrive() -> Resource:
        wire = json_format.ParseDict(as_outputs(inputs), struct_pb2.Struct())
        props = rpc.deserialize_properties(wire)
        return await as_resource(ResourceTransformArgs(True, type_, "ci", props, ResourceOptions()))

    # With a factory the runner leaves the thread's own loop alone, which tests of programs need.
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        return runner.run(arrive())


def as_outputs(value: Any) -> Any:
    if isinstance(value, str) and value in UNKNOWN_TEXTS:
        return {SIGNATURE: OUTPUT}
    if isinstance(value, dict) and SIGNATURE in value:
        return {SIGNATURE: OUTPUT, "secret": True, "value": as_outputs(value["value"])}
    if isinstance(value, dict):
        return {key: as_outputs(one) for key, one in value.items()}
    return value


DOORS = {"plain dict": by_plain_dict, "pack": by_pack, "transform": by_transform}


@pytest.fixture(params=DOORS)
def enter(request: pytest.FixtureRequest) -> Door:
    """Brings a resource in by one of the doors."""
    return DOORS[request.param]
