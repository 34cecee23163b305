"""The official plug-ins, before the REST door, leave behind what the stand-ins do.

PATLESS_PLUGINS=official runs it with those that are on PATH; stand-ins fill in for the others.
"""

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from patless.sandbox.model import Cloud, inventory
from patless.sandbox.rest import process
from patless.sandbox.rest.environment import for_official_plugins, variables
from tests.rest.test_deployer_rights import LEAST, give

PLUGINS = [
    name for name in ("azuredevops", "azuread", "azure-native") if shutil.which(f"pulumi-resource-{name}")
]
pytestmark = pytest.mark.skipif(
    os.environ.get("PATLESS_PLUGINS") != "official" or not PLUGINS,
    reason="PATLESS_PLUGINS is not official, or no official plug-in is on PATH",
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
def before_the_door(new_world):
    """A world whose door is open, and what the engine needs to use the official plug-ins before it."""
    door = process.start(new_world.sandbox.folder)
    yield new_world, variables(new_world.sandbox.folder, door) | for_official_plugins(door)
    process.stop(new_world.sandbox.folder)


def test_they_deploy_change_nothing_twice_and_destroy_to_the_seed(before_the_door, deployed, new_fingerprint):
    world, environment = before_the_door

    world.up(**environment)

    official, stand_ins = canonical(world.sandbox.folder), canonical(deployed)
    for table, rows in stand_ins.items():
        assert official[table] == rows, table
    again = world.pulumi("up", "--yes", "--skip-preview", **environment)
    assert again.code == 0, again.text
    assert again.run.changed == 0
    gone = world.pulumi("destroy", "--yes", "--skip-preview", **environment)
    assert gone.code == 0, gone.text
    assert world.fingerprint() == new_fingerprint


def test_the_least_rights_of_the_deployer_are_enough_for_them(before_the_door):
    world, environment = before_the_door
    with Cloud(world.sandbox.folder) as cloud:
        give(SimpleNamespace(cloud=cloud), LEAST)
    before = world.fingerprint()

    world.up(**environment)

    gone = world.pulumi("destroy", "--yes", "--skip-preview", **environment)
    assert gone.code == 0, gone.text
    assert world.fingerprint() == before
