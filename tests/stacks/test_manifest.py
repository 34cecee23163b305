"""What a stack that can be read is like."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stacks.manifest import Organization, Workload, load
from stacks.manifest.names import Names

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "stacks" / "contoso"
ORGANIZATION = "organization.yaml"
WORKLOAD = "workloads/platform/ticket-triage.yaml"

SMALLEST = "name: {name}\npurpose: Acts.\nowners: [sg-platform]\nidentity: managed\n"


def test_the_shipped_example_is_the_sandbox_organisation_with_one_automation():
    stack = load(EXAMPLE)

    assert stack.name == "contoso"
    assert stack.organization.organization == "contoso"
    assert stack.organization.tenant == "8f0c1f6e-0d0c-4b56-9a63-1f6f0a6f2b11"
    assert stack.organization.subscription.id == "3d1f1d0e-5c2b-4f0e-8a43-0c6c1a1f9b02"
    assert not stack.organization.protect
    (workload,) = stack.workloads
    assert (workload.name, workload.identity) == ("ticket-triage", "managed")
    assert workload.azure_devops.access_level == "basic"
    assert [group.label for group in workload.azure_devops.member_of] == [r"[Support]\Contributors"]


def test_a_workload_of_the_example_is_at_most_twenty_lines():
    lengths = {path.name: len(path.read_text().splitlines()) for path in EXAMPLE.glob("workloads/**/*.yaml")}

    assert all(length <= 20 for length in lengths.values()), lengths


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
    assert loaded.workloads[0].azure_devops.access_level == "none"
    assert loaded.workloads[0].azure_devops.member_of == ()


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
def test_every_key_knows_its_line_and_a_key_left_out_has_its_parents(path, line):
    (workload,) = load(EXAMPLE).workloads

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


def test_a_renamed_workload_keeps_the_identity_of_its_first_name(stack):
    (workload,) = stack.load().workloads
    before = workload.identity_name(stack.load().organization)
    stack.change(WORKLOAD, "name: ticket-triage", "name: sorter\nformerly: [ticket-triage, triage-bot]")

    loaded = stack.load()

    assert before == "id-ticket-triage"
    assert loaded.workloads[0].identity_name(loaded.organization) == before


LETTERS = "abcdefghijklmnopqrstuvwxyz"
END = LETTERS + "0123456789"
ANY = END + LETTERS.upper() + "_-"
middles = st.text(END + "-", min_size=1, max_size=58)
names = st.tuples(st.sampled_from(LETTERS), middles, st.sampled_from(END)).map("".join)
prefixes = st.just("") | st.tuples(st.sampled_from(END), st.text(ANY, max_size=33)).map("".join)


@settings(max_examples=50)
@given(names, prefixes, st.text(ANY, max_size=34))
def test_every_name_that_can_be_made_is_one_that_azure_takes(workload, before, after):
    Workload.model_validate({**SMALL, "name": workload})

    made = Names(managed_identity=f"{before}{{workload}}{after}").of_managed_identity(workload)

    assert 3 <= len(made) <= 128
    assert made[0].isalnum()
    assert set(made) <= set(ANY)


SMALL = {"purpose": "Acts.", "owners": ("sg-platform",), "identity": "managed"}


def test_two_names_never_make_one_identity(stack):
    """One template for all, and each name, past or present, belongs to one workload."""
    stack.write("workloads/a.yaml", SMALLEST.format(name="bee") + "formerly: [ant, wasp]\n")
    stack.write("workloads/b.yaml", SMALLEST.format(name="cow") + "formerly: [elk]\n")
    loaded = stack.load()

    names = [workload.identity_name(loaded.organization) for workload in loaded.workloads]

    assert names == ["id-ant", "id-elk", "id-ticket-triage"]


def test_models_cannot_be_changed():
    organization = load(EXAMPLE).organization

    with pytest.raises(ValueError, match="frozen"):
        organization.location = "northeurope"


def test_reading_manifests_needs_no_pulumi():
    """Felt on every run of the tool; the room's own `__init__.py` is left out."""
    program = (
        "import sys, types\n"
        "room = types.ModuleType('stacks'); room.__path__ = [sys.argv[1]]; sys.modules['stacks'] = room\n"
        "from stacks.manifest import load, schema\n"
        "schema()\n"
        "sys.exit(', '.join(name for name in sys.modules if name.startswith('pulumi')) or 0)\n"
    )

    ran = subprocess.run(
        [sys.executable, "-c", program, str(ROOT / "stacks")], cwd=ROOT, capture_output=True, text=True
    )

    assert (ran.returncode, ran.stderr) == (0, "")


@pytest.mark.parametrize("model", [Organization, Workload])
def test_a_model_made_in_memory_has_a_source_that_says_so(model):
    values = {Workload: SMALL | {"name": "ant-bot"}, Organization: load(EXAMPLE).organization.model_dump()}

    made = model.model_validate(values[model])

    assert (made.source.file, made.source.line("name")) == ("<memory>", 1)
