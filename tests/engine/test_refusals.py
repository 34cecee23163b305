"""What the engine shows when a run is refused: nothing created, no traceback, no value quoted."""

from azdo_emulator.model import inventory
from patless.project import ROOT

PROGRAM = """
import pulumi_azuredevops as azuredevops
from pulumi import ResourceOptions

from stacks.guard import guard
from stacks.program import build

guard()
built = build()
azuredevops.ServiceEndpointGitHub(
    "legacy-bot",
    project_id=built.names.project("Support").id,
    service_endpoint_name="legacy-bot",
    auth_personal={"personal_access_token": "canary-token"},
    opts=ResourceOptions(provider=built.providers.azure_devops),
)
"""
PACK = "PULUMI_OPTION_POLICY_PACK"


def guarded(tmp_path):
    """A program that has the in-program guard, plus a connection of somebody's own making."""
    folder = tmp_path / "program"
    folder.mkdir()
    (folder / "__main__.py").write_text(PROGRAM)
    settings = (ROOT / "examples/blocked/Pulumi.yaml").read_text()
    (folder / "Pulumi.yaml").write_text(settings.replace("../../.venv", str(ROOT / ".venv")))
    return folder


def test_the_policy_pack_refuses_a_token_based_connection(world):
    done = world.pulumi("preview", cwd=ROOT / "examples/blocked")

    assert done.code != 0
    assert [(found.rule, found.level, found.resource) for found in done.run.violations] == [
        ("no-pat-connection", "mandatory", "legacy-bot")
    ]
    assert "not-a-real-token" not in done.text
    assert "Traceback" not in done.text


def test_a_bare_up_without_the_pack_is_refused_by_the_program_itself(new_world, tmp_path):
    before = new_world.fingerprint()

    done = new_world.pulumi("up", "--yes", cwd=guarded(tmp_path), without=(PACK,))

    assert done.code != 0
    assert "no-pat-connection" in done.text
    assert "legacy-bot" in done.text
    assert "canary-token" not in done.text
    assert "Traceback" not in done.text
    assert new_world.fingerprint() == before


def test_a_bare_up_that_skips_the_preview_never_creates_the_connection(new_world, tmp_path):
    done = new_world.pulumi("up", "--yes", "--skip-preview", cwd=guarded(tmp_path), without=(PACK,))

    assert done.code != 0
    assert "no-pat-connection" in done.text
    with new_world.read() as session:
        assert "legacy-bot" not in str(inventory(session))


def test_a_mistake_in_the_manifest_is_told_with_its_line_and_nothing_is_created(new_world, example):
    path = example / "workloads/platform/ticket-triage.yaml"
    path.write_text(path.read_text().replace("purpose:", "purpos:"))
    new_world.use_manifest(example)
    before = new_world.fingerprint()

    done = new_world.pulumi("up", "--yes")

    assert done.code != 0
    assert f"{path.name}:" in done.text
    assert "purpos" in done.text
    assert "purpose" in done.text
    assert "Traceback" not in done.text
    assert new_world.fingerprint() == before


def test_a_group_that_does_not_exist_is_told_with_its_line_and_nothing_is_created(new_world, example):
    path = example / "workloads/platform/ticket-triage.yaml"
    path.write_text(path.read_text().replace("group: Contributors", "group: Contributers"))
    new_world.use_manifest(example)
    before = new_world.fingerprint()

    done = new_world.pulumi("up", "--yes")

    assert done.code != 0
    assert f"{path.name}:" in done.text
    assert "Contributers" in done.text
    assert "Traceback" not in done.text
    assert new_world.fingerprint() == before


def test_credentials_in_the_shell_neither_leak_in_nor_break_a_run(new_world, monkeypatch):
    monkeypatch.setenv("AZDO_PERSONAL_ACCESS_TOKEN", "canary-pat")
    monkeypatch.setenv("AZDO_ORG_SERVICE_URL", "https://dev.azure.com/somebody-else")
    monkeypatch.setenv("ARM_CLIENT_SECRET", "canary-secret")
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", "canary-passphrase")

    new_world.up()

    for path in new_world.sandbox.folder.rglob("*"):
        if path.is_file():
            assert b"canary-" not in path.read_bytes(), path
