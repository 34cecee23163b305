"""A program tells the engine where a resource is declared, and not how it came there."""

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
    told = resource_pb2.RegisterResourceRequest(type="t", name="n", sourcePosition=position)

    stack_traces.keep_back()
    request = resource_pb2.RegisterResourceRequest(
        type="t", name="n", sourcePosition=position, stackTrace=trace
    )

    assert monitor.RegisterResource(request) == told
