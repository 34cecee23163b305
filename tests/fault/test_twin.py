"""What the cloud has and the state does not know is never made a second time."""

import json
import shutil
from pathlib import Path

import pytest


def forget(folder, name):
    """Take a resource, and all that depends on it, out of the state."""
    file = folder / "state/.pulumi/stacks/patless/contoso.json"
    state = json.loads(file.read_text())
    latest = state["checkpoint"]["latest"]
    gone, kept = set(), []
    for one in latest["resources"]:
        if one["urn"].endswith(name) or gone & {*one.get("dependencies", []), one.get("parent")}:
            gone.add(one["urn"])
        else:
            kept.append(one)
    latest["resources"] = kept
    file.write_text(json.dumps(state))
    return gone


@pytest.mark.parametrize(
    "name",
    [
        "support-deployer-identity-user-assigned",
        "mailroom-bot-identity-application",
        "mailroom-bot-identity-principal",
        "mailroom-bot-entitlement-member",
        "connection-azure-support-endpoint",
    ],
)
def test_an_unmanaged_twin_stops_the_update_with_the_import_command(desk, undisturbed, name):
    shutil.rmtree(desk.folder)
    shutil.copytree(undisturbed.folder, Path(desk.folder))
    assert forget(desk.folder, name)
    before = desk.counts()

    done = desk.pulumi("up", "--yes", "--skip-preview")

    assert done.code != 0
    assert f"{name} is there already, and this stack does not manage it" in done.text
    [command] = {line for line in done.text.splitlines() if "pulumi import" in line}
    assert f"{name}'" in command
    assert "--parent 'parent=urn:" in command
    assert "--provider 'provider=urn:" in command
    assert "Traceback" not in done.text
    assert desk.counts() == before
