"""What the cloud has and the state does not know is never made a second time."""

import json
import re
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
def test_an_unmanaged_resource_stops_the_update_with_the_import_command(desk, undisturbed, name):
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


@pytest.fixture
def rename(desk, undisturbed, tmp_path):
    """Give the deployed workload support-deployer another name, and say so or not."""

    def rename(formerly):
        shutil.rmtree(desk.folder)
        shutil.copytree(undisturbed.folder, Path(desk.folder))
        settings = desk.folder / "Pulumi.contoso.yaml"
        deployed = re.search(r"patless:folder: (\S+)", settings.read_text())[1]
        manifest = shutil.copytree(deployed, tmp_path / "contoso")
        settings.write_text(settings.read_text().replace(deployed, str(manifest)))
        file = manifest / "workloads/support/support-deployer.yaml"
        text = file.read_text().replace("name: support-deployer\n", "name: support-ship\n")
        file.write_text(text + ("formerly: [support-deployer]\n" if formerly else ""))

    return rename


def test_a_rename_that_does_not_say_so_is_told_and_no_import_is_advised(desk, rename):
    rename(formerly=False)
    before = desk.counts()

    done = desk.pulumi("up", "--yes", "--skip-preview")

    assert done.code != 0
    assert "is in the stack already, as that of support-deployer" in done.text
    assert "renamed? Add `formerly: [support-deployer]`" in done.text
    assert "pulumi import" not in done.text
    assert desk.counts() == before


def test_once_the_advice_is_followed_the_rename_goes_through_and_nothing_is_lost(desk, rename):
    rename(formerly=True)
    before = desk.counts()

    done = desk.pulumi("up", "--yes", "--skip-preview")

    assert done.code == 0, done.text
    assert desk.counts() == before
