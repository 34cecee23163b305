"""The last run's outputs are read again where the state is just being written; a run without them ends."""

import pulumi
import pytest
from pulumi.runtime.invoke import InvokeResult

from stacks import last_run
from stacks.manifest import ManifestError

TORN = Exception("failed to load checkpoint: EOF")


@pytest.fixture
def read(monkeypatch):
    """Reads the outputs from a backend with these answers."""
    monkeypatch.setattr(last_run, "PAUSE", 0)

    def call(*answers):
        waiting = list(answers)

        def invoke(token, arguments):
            answer = waiting.pop(0) if len(waiting) > 1 else waiting[0]
            if isinstance(answer, Exception):
                raise answer
            return InvokeResult({"name": arguments["name"], "outputs": answer})

        monkeypatch.setattr(pulumi.runtime, "invoke", invoke)
        return last_run.read().outputs

    return call


def test_half_a_file_is_read_again(read):
    assert read(TORN, TORN, {"people": []}) == {"people": []}


def test_before_the_first_run_there_is_nothing(read):
    assert read({}) == {}


def test_a_state_that_cannot_be_read_ends_the_run(read):
    with pytest.raises(ManifestError, match="failed to load checkpoint: EOF"):
        read(TORN)
