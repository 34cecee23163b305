"""What a stack that can be read is like."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from stacks.manifest import ConnectionChecks, Members, Organization, Workload, load
from stacks.manifest.built_in_roles import BUILT_IN
from stacks.manifest.role import GUID

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "stacks" / "contoso"
ORGANIZATION = "organization.yaml"
WORKLOAD = "workloads/platform/ticket-triage.yaml"
MEMBERS = "members.yaml"
FACTORY = "workloads/payments/data-factory.yaml"
DEPLOYER = "workloads/support/support-deployer.yaml"
TEST = "3d1f1d0e-5c2b-4f0e-8a43-0c6c1a1f9b03"

SMALLEST = "name: {name}\npurpose: Acts.\nowners: [sg-platform]\nidentity: managed\n"


def test_the_shipped_stack_is_the_sandbox_organisation():
    stack = load(EXAMPLE)

    assert stack.name == "contoso"
    assert stack.organization.organization == "contoso"
    assert stack.organization.tenant == "8f0c1f6e-0d0c-4b56-9a63-1f6f0a6f2b11"
    assert stack.organization.subscription.id == "3d1f1d0e-5c2b-4f0e-8a43-0c6c1a1f9b02"
    assert not stack.organization.protect
    assert "ticket-triage" in {workload.name for workload in stack.workloads}
    assert stack.warnings == ()


def test_a_workload_says_what_it_is_and_where_it_belongs(stack):
    workload = stack.workload("ticket-triage")

    assert (workload.identity, workload.kind, workload.principal) == ("managed", "managed", None)
    assert workload.azure_devops.access_level == "basic"
    assert [group.label for group in workload.azure_devops.member_of] == [r"[Support]\Contributors"]


def test_a_path_relative_to_the_working_folder_names_the_same_files(monkeypatch):
    monkeypatch.chdir(EXAMPLE)

    stack = load(Path())

    assert stack.organization.source.file == "stacks/contoso/organization.yaml"


def test_what_is_left_out_is_the_safe_choice(stack):
    stack.write(WORKLOAD, SMALLEST.format(name="quiet"))
    stack.change(ORGANIZATION, "protect: false", "# protect")
    stack.change(ORGANIZATION, ", create: true", "")

    loaded = stack.load()

    assert loaded.organization.protect
    assert not loaded.organization.resource_group.create
    assert loaded.members == Members()
    (workload,) = loaded.workloads
    assert (workload.azure_devops.access_level, workload.azure_devops.member_of) == ("none", ())
    assert (workload.signs_in_from, workload.azure.roles, workload.connections) == ({}, (), {})
    assert (workload.agent_pools, workload.lifecycle, workload.review_by) == ({}, "active", None)


def test_a_connection_that_says_little_opens_little(example):
    example.write(
        DEPLOYER,
        SMALLEST.format(name="support-deployer") + "connections:\n  azure-support:\n    project: Support\n"
        "    azure: {subscription: prod, resource_group: rg-support}\n",
    )

    connection = example.workload("support-deployer").connections["azure-support"]

    assert connection.target.role_id is None
    assert connection.pipelines == ()
    assert connection.checks == ConnectionChecks()


def test_workloads_are_sorted_by_name_whatever_their_files_are_called(stack):
    stack.write("workloads/a.yaml", SMALLEST.format(name="zebra"))
    stack.write("workloads/z/deep/z.yaml", SMALLEST.format(name="ant"))

    assert [workload.name for workload in stack.load().workloads] == ["ant", "ticket-triage", "zebra"]


def test_the_folder_below_workloads_is_the_team(stack):
    stack.write("workloads/direct.yaml", SMALLEST.format(name="direct"))
    stack.write("workloads/support/bots/deep.yaml", SMALLEST.format(name="deep"))

    teams = {workload.name: workload.team for workload in stack.load().workloads}

    assert teams == {"direct": "", "deep": "support/bots", "ticket-triage": "platform"}


def test_moving_a_file_changes_nothing_but_its_source(stack):
    before = stack.load().workloads[0].model_dump()
    (stack.path / WORKLOAD).rename(stack.path / "workloads" / "elsewhere.yaml")

    assert stack.load().workloads[0].model_dump() == before


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 1),
        (("name",), 1),
        (("owners", 0), 3),
        (("azure_devops", "member_of"), 7),
        (("azure_devops", "member_of", 0, "group"), 8),
        (("azure_devops", "nothing", "below"), 5),
        (("formerly",), 1),
    ],
)
def test_every_key_knows_its_line_and_a_key_left_out_has_its_parents(stack, path, line):
    (workload,) = stack.load().workloads

    assert workload.source.file == f"stacks/contoso/{WORKLOAD}"
    assert workload.source.line(*path) == line


def test_other_documents_hidden_files_and_windows_line_ends_are_no_matter(stack):
    for name in ("README.md", "workloads/CODEOWNERS", "workloads/.swap.yaml", ".git/config.yaml"):
        stack.write(name, "- [")
    stack.write(WORKLOAD, "---\r\n" + SMALLEST.format(name="windows").replace("\n", "\r\n") + "...\r\n")

    assert [workload.name for workload in stack.load().workloads] == ["windows"]


def test_a_stack_without_workloads_is_a_stack(stack):
    (stack.path / WORKLOAD).unlink()

    assert stack.load().workloads == ()


def test_a_purpose_may_be_wrapped(stack):
    stack.change(WORKLOAD, "purpose: Labels", "purpose: >\n  Labels")
    stack.change(WORKLOAD, " work items", "\n  work items")

    (workload,) = stack.load().workloads

    assert workload.purpose == "Labels and routes new work items in the Support project."


def test_an_id_in_capitals_is_the_same_id(stack):
    stack.change(ORGANIZATION, "8f0c1f6e-0d0c", "8F0C1F6E-0D0C")

    assert stack.load().organization.tenant == "8f0c1f6e-0d0c-4b56-9a63-1f6f0a6f2b11"


def test_a_retired_workload_is_read_but_not_deployed(stack):
    stack.write("workloads/old.yaml", SMALLEST.format(name="old-bot") + "lifecycle: retired\n")

    loaded = stack.load()

    assert [workload.name for workload in loaded.workloads] == ["old-bot", "ticket-triage"]
    assert [workload.name for workload in loaded.active] == ["ticket-triage"]


def test_a_scope_is_spelled_as_azure_spells_it(example):
    organization = example.load().organization
    prod = "/subscriptions/3d1f1d0e-5c2b-4f0e-8a43-0c6c1a1f9b02/resourceGroups"
    images = example.workload("image-builder").connections["images"].target
    (role,) = example.workload("data-factory").azure.roles

    assert role.resource_id(organization) == f"{prod}/rg-payments"
    assert images.resource_id(organization) == (
        f"{prod}/rg-shared/providers/Microsoft.ContainerRegistry/registries/contosoimages"
    )


@pytest.mark.parametrize(
    ("role", "guid"),
    [
        ("Reader", "acdd72a7-3385-48ef-bd42-f606fba81ae7"),
        ("ACDD72A7-3385-48EF-BD42-F606FBA81AE7", "acdd72a7-3385-48ef-bd42-f606fba81ae7"),
        ("0d1f5e6a-0000-4000-8000-000000000001", "0d1f5e6a-0000-4000-8000-000000000001"),
    ],
)
def test_a_role_is_known_by_name_and_any_by_guid(example, role, guid):
    example.change(DEPLOYER, "role: Contributor", f"role: {role}")

    assert example.workload("support-deployer").connections["azure-support"].target.role_id == guid


@pytest.mark.parametrize(
    ("role", "label"),
    [
        ("Reader", "Reader@prod/rg-payments"),
        ("ACDD72A7-3385-48EF-BD42-F606FBA81AE7", "Reader@prod/rg-payments"),
        ("0d1f5e6a-0000-4000-8000-000000000001", "0d1f5e6a-0000-4000-8000-000000000001@prod/rg-payments"),
    ],
)
def test_an_assignment_has_one_label_however_its_role_is_written(example, role, label):
    example.change(FACTORY, "Storage Blob Data Contributor", role)
    example.change(FACTORY, "rg-payments", "RG-Payments")

    assert example.workload("data-factory").azure.roles[0].label == label


def test_every_built_in_role_has_a_guid_of_its_own():
    assert len(set(BUILT_IN.values())) == len(BUILT_IN)
    assert all(re.fullmatch(GUID, guid) and guid == guid.lower() for guid in BUILT_IN.values())


def test_with_several_subscriptions_identities_live_where_the_resource_group_says(stack):
    stack.change(ORGANIZATION, "location:", f"  test: {{id: {TEST}, name: Contoso Test}}\nlocation:")
    stack.change(ORGANIZATION, "create: true", "create: true, subscription: test")

    assert stack.load().organization.subscription.id == TEST


def test_a_pipeline_is_named_by_path_or_number(example):
    example.change(DEPLOYER, r"['\deploy\support']", r"['\deploy\support site', '\top', 12]")

    connection = example.workload("support-deployer").connections["azure-support"]

    assert connection.pipelines == (r"\deploy\support site", r"\top", 12)


def test_a_user_in_capitals_is_the_same_user(example):
    example.change(MEMBERS, "dev.two@contoso.com", "Dev.Two@Contoso.com")

    assert example.load().members.people[0].user == "dev.two@contoso.com"


SMALL = {"purpose": "Acts.", "owners": ("sg-platform",), "identity": "managed"}


def test_models_cannot_be_changed(stack):
    organization = stack.load().organization

    with pytest.raises(ValueError, match="frozen"):
        organization.location = "northeurope"


def test_reading_manifests_needs_no_pulumi():
    """Felt on every run of the tool; the package's own `__init__.py` is left out."""
    program = (
        "import sys, types\n"
        "package = sys.modules['stacks'] = types.ModuleType('stacks'); package.__path__ = [sys.argv[1]]\n"
        "from stacks.manifest import load, schema\n"
        "schema()\n"
        "sys.exit(', '.join(name for name in sys.modules if name.startswith('pulumi')) or 0)\n"
    )

    ran = subprocess.run(
        [sys.executable, "-c", program, str(ROOT / "stacks")], cwd=ROOT, capture_output=True, text=True
    )

    assert (ran.returncode, ran.stderr) == (0, "")


@pytest.mark.parametrize("model", [Organization, Members, Workload])
def test_a_model_made_in_memory_has_a_source_that_says_so(stack, model):
    organization = stack.load().organization.model_dump(exclude_unset=True)
    values = {Workload: SMALL | {"name": "ant-bot"}, Organization: organization, Members: {}}

    made = model.model_validate(values[model])

    assert (made.source.file, made.source.line("name")) == ("<memory>", 1)
