"""Owners of applications, who may add credentials, are the same whoever deploys."""

import asyncio
from types import SimpleNamespace

import pulumi
import pytest

from stacks import owners
from stacks.last_run import LastRun
from tests.stacks.conftest import EXAMPLE

LAPTOP, CI = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"
DEPLOYERS = f"deployers:\n  - {{name: ci, principal_id: {CI}}}\n"


@pytest.fixture
def found(example, monkeypatch):
    """The owners when somebody runs the example after an earlier run; and the warnings."""
    warned: list[str] = []
    monkeypatch.setattr(pulumi.log, "warn", warned.append)

    async def caller(name):
        return name

    def run(by, first="", deployers=""):
        example.write("organization.yaml", example.read("organization.yaml") + deployers)
        directory = SimpleNamespace(caller=lambda: caller(by))
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        try:
            return owners.find(example.load(), directory, LastRun({"deployer": first})), warned
        finally:
            asyncio.set_event_loop(None)
            loop.close()

    return run


def test_the_example_has_an_application():
    assert "identity: application" in (EXAMPLE / "workloads/support/mailroom-bot.yaml").read_text()


def test_who_deploys_first_owns_and_is_remembered(found):
    assert found(LAPTOP) == (owners.Owners((LAPTOP,), LAPTOP), [])


def test_another_who_deploys_changes_no_owner_and_is_told(found):
    owned, (warning,) = found(CI, first=LAPTOP)

    assert owned.ids == (LAPTOP,)
    assert "`deployers` in organization.yaml" in warning


def test_deployers_who_are_named_own_whoever_runs_it(found):
    owned, warned = found(CI, first=LAPTOP, deployers=DEPLOYERS)

    assert owned.ids == (CI,)
    assert warned == []


def test_one_who_is_not_among_them_is_told(found):
    owned, (warning,) = found(LAPTOP, deployers=DEPLOYERS)

    assert owned.ids == (CI,)
    assert f"Whoever runs this ({LAPTOP}) is not among the `deployers`" in warning
