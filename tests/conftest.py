"""Fixtures of the fast tier: programs run against recorded mocks, with no engine."""

import asyncio
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pulumi
import pytest
from pulumi.runtime import mocks


def pytest_configure() -> None:
    """A shell that starts the tests in the background lets them ignore Ctrl-C, and so their children too."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


TIERS = {"engine": "engine", "fault": "engine", "azdo_emulator/http": "sandbox"}
"""Folders whose tests are all of one tier."""


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """A tier that is left out is not even imported: the clients and the server alone take seconds."""
    tests = Path(__file__).parent
    tier = TIERS.get(str(collection_path.relative_to(tests))) if tests in collection_path.parents else None
    return True if tier and f"not {tier}" in config.option.markexpr else None


# Never closed: its threads have loops of their own, made by Pulumi's mocks, which nobody would close either.
LOOP = asyncio.new_event_loop()


@pytest.fixture(autouse=True)
def current_loop() -> None:
    """Pulumi's mocks ask for the thread's loop, which `asyncio.run` of an earlier test has taken away."""
    asyncio.set_event_loop(LOOP)


@dataclass(frozen=True)
class Registration:
    """One resource as the engine was told of it. Inputs have camelCase keys, as on the wire."""

    type: str
    name: str
    parent: str
    inputs: dict[str, Any]
    protect: bool
    delete_before_replace: bool
    retain: bool
    waits_for: frozenset[str]


SLOTS = {
    "applicationTenantId",
    "clientId",
    "descriptor",
    "displayName",
    "name",
    "objectId",
    "principalId",
    "tenantId",
    "workloadIdentityFederationIssuer",
    "workloadIdentityFederationSubject",
}
"""What the services compute."""


class Answers(mocks.Mocks):
    """Answers with a distinct id for each slot, so that a mix-up of two ids fails a test."""

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str | None, dict[Any, Any]]:
        return f"{args.name}:id", {slot: f"{args.name}:{slot}" for slot in SLOTS} | args.inputs

    def call(self, args: mocks.MockCallArgs) -> dict[Any, Any]:
        raise AssertionError(f"the program looked up {args.token}, which the test did not expect")


class Recorder(mocks.MockMonitor):
    """Records what the program registers."""

    def __init__(self) -> None:
        super().__init__(Answers())
        self.registrations: list[Registration] = []

    def RegisterResource(self, request: Any) -> Any:
        response = super().RegisterResource(request)
        if request.type != "pulumi:pulumi:Stack":
            state = self.resources[response.urn].state
            computed = {"principalId", "clientId", "tenantId", "descriptor", "displayName"} - set(
                request.object
            )
            self.registrations.append(
                Registration(
                    type=request.type,
                    name=request.name,
                    parent=request.parent.rsplit("::", 1)[-1],
                    inputs={key: value for key, value in state.items() if key not in computed},
                    protect=request.protect,
                    delete_before_replace=request.deleteBeforeReplace,
                    retain=request.retainOnDelete,
                    waits_for=frozenset(urn.rsplit("::", 1)[-1] for urn in request.dependencies),
                )
            )
        return response


Deploy = Callable[[Callable[[], object]], list[Registration]]


@pytest.fixture
def deploy(monkeypatch: pytest.MonkeyPatch) -> Deploy:
    """Runs a program against mocks; what it registered, in order."""
    monkeypatch.setenv("PULUMI_ERROR_OUTPUT_STRING", "true")

    def run(program: Callable[[], object]) -> list[Registration]:
        recorder = Recorder()
        # In preview an assertion on an unknown value would never run.
        mocks.set_mocks(recorder.mocks, project="patless", stack="test", preview=False, monitor=recorder)

        def quiet() -> None:
            program()

        pulumi.runtime.test(quiet)()
        assert len(recorder.resources) == len(recorder.registrations), "two resources share one URN"
        return recorder.registrations

    return run
