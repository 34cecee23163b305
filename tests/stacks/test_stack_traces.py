"""A program tells the engine where a resource is declared, and not how it came there."""

from pathlib import Path

from pulumi.runtime import resource
from pulumi.runtime.proto import resource_pb2, source_pb2

from stacks import stack_traces


class Monitor:
    """Answers with what it was told."""

    def RegisterResource(self, request):
        return request


def test_of_a_registration_only_the_stack_trace_is_kept_back(monkeypatch):
    monitor, position = Monitor(), source_pb2.SourcePosition(uri="file:///p/__main__.py", line=3)
    trace = source_pb2.StackTrace(frames=[source_pb2.StackFrame(pc=position)])
    monkeypatch.setattr(stack_traces, "get_monitor", lambda: monitor)
    # So that it is put back.
    monkeypatch.setattr(resource, "_get_stack_trace", resource._get_stack_trace)
    told = resource_pb2.RegisterResourceRequest(type="t", name="n", sourcePosition=position)

    stack_traces.keep_back()
    request = resource_pb2.RegisterResourceRequest(
        type="t", name="n", sourcePosition=position, stackTrace=trace
    )

    assert monitor.RegisterResource(request) == told


class Resource:
    def __init__(self):
        self.seen = stack_traces._position()


class CustomResource(Resource):
    def __init__(self):
        super().__init__()


class Bot(CustomResource):
    def __init__(self):
        self._internal_init()

    def _internal_init(self):
        super().__init__()


def declare():
    return Bot()


def test_the_position_is_the_line_that_declares_the_resource():
    [frame] = declare().seen.frames

    assert frame.pc.uri == Path(__file__).as_uri()
    assert frame.pc.line == declare.__code__.co_firstlineno + 1


def test_the_position_is_the_one_that_the_sdk_finds():
    class Both(Resource):
        def __init__(self):
            self.seen = [stack_traces._position(), resource._get_stack_trace()]

    class Custom(Both):
        def __init__(self):
            super().__init__()

    class Own(Custom):
        def __init__(self):
            super().__init__()

    ours, theirs = Own().seen

    assert ours.frames[0] == theirs.frames[0]


def test_outside_a_resource_there_is_no_position():
    assert stack_traces._position() == source_pb2.StackTrace()
