"""A transform is asked about the types that it is for, and the rest goes back as it came."""

import asyncio
from types import SimpleNamespace

import pytest
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import resource_pb2

from stacks import transforms


@pytest.fixture
def asked(monkeypatch):
    """Sends a request to a transform for the type `wanted`: the answer, and what the transform was asked."""
    servicer, seen = SimpleNamespace(_transforms={}, _callbacks={}), []

    async def ask(sent):
        seen.append(resource_pb2.TransformRequest.FromString(sent).type)
        return resource_pb2.TransformResponse()

    def registered(transform):
        servicer._transforms[transform] = "token"
        servicer._callbacks["token"] = ask

    monkeypatch.setattr(transforms, "register_resource_transform", registered)
    monkeypatch.setattr(transforms._CallbackServicer, "_servicers", [servicer])
    transforms.register(lambda _: None, lambda type_: type_ == "wanted")

    def send(request):
        answer = servicer._callbacks["token"](request.SerializeToString())
        with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
            return runner.run(answer), seen

    return send


def request(type_):
    properties, options = Struct(), resource_pb2.TransformResourceOptions(protect=True)
    properties.update({"name": "ci", "tags": ["a", "b"]})
    return resource_pb2.TransformRequest(type=type_, name="n", properties=properties, options=options)


def test_of_another_type_everything_goes_back_as_it_came(asked):
    sent = request("other")

    answer, seen = asked(sent)

    assert (answer.properties, answer.options) == (sent.properties, sent.options)
    assert seen == []


def test_of_its_own_type_the_transform_is_asked(asked):
    answer, seen = asked(request("wanted"))

    assert answer == resource_pb2.TransformResponse()
    assert seen == ["wanted"]
