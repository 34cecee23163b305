"""Transforms that are for resources of some types only."""

from collections.abc import Awaitable, Callable

from google.protobuf.message import Message
from pulumi import ResourceTransform
from pulumi.runtime import register_resource_transform
from pulumi.runtime._callbacks import _CallbackServicer
from pulumi.runtime.proto import resource_pb2


def register(transform: ResourceTransform, wanted: Callable[[str], bool]) -> None:
    """Register a transform of the stack that is asked about types that are wanted.

    The engine asks about every resource. Of the others the SDK would open inputs and options all the same,
    which is a good part of what a large program costs; here they go back as they came.
    """
    register_resource_transform(transform)
    [servicer] = [one for one in _CallbackServicer._servicers if transform in one._transforms]
    token = servicer._transforms[transform]
    ask: Callable[[bytes], Awaitable[Message]] = servicer._callbacks[token]

    async def answer(sent: bytes) -> Message:
        request = resource_pb2.TransformRequest.FromString(sent)
        if wanted(request.type):
            return await ask(sent)
        return resource_pb2.TransformResponse(properties=request.properties, options=request.options)

    servicer._callbacks[token] = answer
