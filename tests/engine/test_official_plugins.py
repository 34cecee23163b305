"""The official plug-ins, with the HTTP server, leave behind what the emulated ones do.

PATLESS_PLUGINS=official runs it, and all of this tier, with those that are on PATH; the others are emulated.
"""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from azdo_emulator.model import Cloud, inventory
from patless.sandbox.folder import Sandbox
from tests.azdo_emulator.http.test_deployer_rights import LEAST, give
from tests.engine.conftest import OFFICIAL, World

pytestmark = pytest.mark.skipif(
    not OFFICIAL, reason="PATLESS_PLUGINS is not official, or no official plug-in is on PATH"
)


def names(found) -> Iterator[tuple[str, str]]:
    """What the cloud gave out, with a name that does not depend on the order in which it did."""
    for row in found["directory_objects"]:
        yield row["object_id"], f"{row['kind']} {row['display_name']}"
    called = {row["object_id"]: row["display_name"] for row in found["directory_objects"]}
    for table in ("applications", "service_principals"):
        yield from ((row["app_id"], f"client {called[row['object_id']]}") for row in found[table])
    for row in found["subjects"]:
        yield row["storage_key"], f"member {row['display_name']}"
        yield row["descriptor"], f"descriptor {row['display_name']}"
    for row in found["service_endpoint_project_references"]:
        yield row["endpoint_id"], f"connection {row['name']}"


def canonical(folder: Path):
    """All that the cloud holds, without what differs from run to run."""
    with Cloud(folder) as cloud, cloud.read() as session:
        found = inventory(session)
    text = json.dumps(found)
    for id, name in sorted(names(found), key=lambda pair: -len(pair[0])):
        text = text.replace(id, name)
    found = json.loads(text)
    for row in found["role_assignments"]:
        del row["id"], row["name"]
    for row in found["check_configurations"]:
        del row["check_id"]
    for row in found["federated_identity_credentials"]:
        del row["credential_id"]
    return {table: sorted(rows, key=json.dumps) for table, rows in found.items()}


@pytest.fixture
def by_emulated(fresh, engine, tmp_path):
    """The folder of a sandbox to which the emulated plug-ins have deployed the example."""
    folder = tmp_path / "emulated"
    shutil.copytree(fresh, folder)
    World(Sandbox(folder, engine), by_official_plugins=False).up()
    return folder


def test_they_deploy_change_nothing_twice_and_destroy_to_the_seed(new_world, by_emulated, new_fingerprint):
    new_world.up()

    official, emulated = canonical(new_world.sandbox.folder), canonical(by_emulated)
    for table, rows in emulated.items():
        assert official[table] == rows, table
    again = new_world.pulumi("up", "--yes", "--skip-preview")
    assert again.code == 0, again.text
    assert again.run.changed == 0
    gone = new_world.pulumi("destroy", "--yes", "--skip-preview")
    assert gone.code == 0, gone.text
    assert new_world.fingerprint() == new_fingerprint


def test_the_least_rights_of_the_deployer_are_enough_for_them(new_world):
    with Cloud(new_world.sandbox.folder) as cloud:
        give(SimpleNamespace(cloud=cloud), LEAST)
    before = new_world.fingerprint()

    new_world.up()

    gone = new_world.pulumi("destroy", "--yes", "--skip-preview")
    assert gone.code == 0, gone.text
    assert new_world.fingerprint() == before
