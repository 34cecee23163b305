"""Azure DevOps and Azure see a new identity late: one `up` waits for them, and not for ever."""

import pytest

from azdo_emulator.model import inventory, replication
from patless.project import ROOT

PROGRAM = """
from components import readiness
from stacks.program import deploy

readiness.WAITS = (0.1, 0.1)
deploy()
"""
FOREVER = 1e9


@pytest.fixture
def few(new_world, example):
    """A world with two workloads of the example: an application, and a managed identity with a connection."""
    for file in (example / "workloads").glob("*/*.yaml"):
        if file.stem not in ("mailroom-bot", "support-deployer"):
            file.unlink()
    new_world.use_manifest(example)
    return new_world


@pytest.fixture
def impatient(tmp_path):
    """A program that gives up after three tries."""
    folder = tmp_path / "program"
    folder.mkdir()
    (folder / "__main__.py").write_text(PROGRAM)
    settings = (ROOT / "examples/blocked/Pulumi.yaml").read_text()
    (folder / "Pulumi.yaml").write_text(settings.replace("../../.venv", str(ROOT / ".venv")))
    return folder


def lag(world, service, **how):
    with world.write() as session:
        replication.set_lag(session, service, **how)


def members(world):
    with world.read() as session:
        return len(inventory(session)["entitlements"])


def test_a_service_that_sees_a_new_identity_late_is_waited_for(few):
    lag(few, replication.Lag.AZURE_DEVOPS, attempts=2)
    lag(few, replication.Lag.AZURE, attempts=1)

    done = few.up()

    assert "Azure DevOps does not see the identity behind mailroom-bot-entitlement-member yet" in done.text
    assert "Azure does not see the identity behind support-deployer-connection-azure-support" in done.text
    assert few.up().run.changed == 0


def test_a_role_needs_no_waiting_because_the_kind_of_its_principal_is_given(few):
    lag(few, replication.Lag.AZURE, attempts=1)

    done = few.up()

    assert "support-deployer-connection-azure-support-trust" in done.text
    assert "role-assignment yet" not in done.text


def test_a_service_that_never_sees_it_ends_the_update_with_what_to_do_and_the_next_goes_on(few, impatient):
    before = members(few)
    lag(few, replication.Lag.AZURE_DEVOPS, seconds=FOREVER)

    failed = few.pulumi("up", "--yes", "--skip-preview", cwd=impatient)

    assert failed.code != 0
    assert (
        "Azure DevOps has not come to see the identity behind mailroom-bot-entitlement-member" in failed.text
    )
    assert "next:     if somebody else made it, check its principal id" in failed.text
    assert "VS403283" in failed.text
    assert "Traceback" not in failed.text
    assert members(few) == before

    with few.write() as session:
        session.run("DELETE FROM unseen")
    few.up()
    assert members(few) == before + 1
    assert few.up().run.changed == 0
