"""Two stacks on one organisation: what is another's is looked up, never changed and never taken away."""

import shutil
import sqlite3

import pytest

from patless.project import ROOT
from patless.sandbox.folder import Sandbox
from tests.engine.conftest import World

GROUP = "5b0c3c1e-0d5a-4e8d-9d0a-8d3a3e1b7c21"
FACTORY = "9c1a7a64-2b1c-4c5e-8f0e-5d2a6f3b7e10"
OWN = "    member_of: [{project: Platform, group: Readers}]\n"
BORROWED = f"""\
entra_groups:
  - id: {GROUP}
    name: sg-support
    access_level: basic
    existing: true
{OWN}"""
PERSON = """\
people:
  - user: dev.two@contoso.com
    access_level: basic
    existing: true
    member_of:
      - {project: Support, group: Readers, existing: true}
      - {project: Payments, group: Readers}
"""
FACTORY_FILE = f"""\
name: other-factory
purpose: Reads what the factory reads.
owners: [sg-support]
review_by: 2027-05-31
identity: {{existing: {{principal_id: {FACTORY}}}}}
azure_devops:
  access_level: basic
  existing: true
  member_of: [{{project: Platform, group: Readers}}]
"""
CONNECTION = """\
name: reader
purpose: Knows the other stack's connection.
owners: [sg-support]
review_by: 2027-05-31
identity: managed
connections:
  azure-support:
    project: Support
    azure: {subscription: prod, resource_group: rg-support}
    existing: true
"""


class Stack:
    """A second stack, with a state of its own, on the cloud of the first."""

    def __init__(self, first, fresh, folder):
        self.world = World(Sandbox(shutil.copytree(fresh, folder / "second"), first.sandbox.engine), False)
        cloud = self.world.sandbox.folder / "cloud.sqlite"
        for part in folder.glob("second/cloud.sqlite*"):
            part.unlink()
        cloud.symlink_to(first.sandbox.folder / "cloud.sqlite")
        self.files = folder / "files"
        shutil.copytree(ROOT / "stacks/contoso", self.files)
        shutil.rmtree(self.files / "workloads")
        (self.files / "workloads").mkdir()
        self.write("members.yaml", "")
        organization = self.files / "organization.yaml"
        text = organization.read_text().replace("rg-contoso-identities", "rg-second-identities")
        organization.write_text(text.replace("id-{workload}", "id-second-{workload}"))
        self.world.use_manifest(self.files)

    def write(self, file, text):
        (self.files / file).write_text(text or "{}\n")

    def up(self):
        return self.world.pulumi("up", "--yes", "--skip-preview", without=("PULUMI_OPTION_POLICY_PACK",))


@pytest.fixture
def second(world, fresh, tmp_path):
    return Stack(world, fresh, tmp_path)


def access(world):
    """Who is a member, and of what, and the connections."""
    with sqlite3.connect(world.sandbox.folder / "cloud.sqlite") as cloud:
        return {
            table: set(cloud.execute(f"SELECT * FROM {table}"))
            for table in ("entitlements", "group_entitlements", "memberships", "service_endpoints")
        }


@pytest.mark.parametrize(
    ("file", "text", "adds"),
    [
        ("members.yaml", BORROWED, 1),
        ("members.yaml", PERSON, 1),
        ("workloads/other.yaml", FACTORY_FILE, 1),
        ("workloads/reader.yaml", CONNECTION, 0),
    ],
    ids=["Entra group", "person", "identity", "connection"],
)
def test_a_stack_that_shares_a_thing_and_drops_it_leaves_it_to_the_other(world, second, file, text, adds):
    before = access(world)
    second.write(file, text)

    done = second.up()

    assert done.code == 0, done.text
    with_second = access(world)
    assert all(before[table] <= with_second[table] for table in before)
    assert len(with_second["memberships"]) == len(before["memberships"]) + adds

    again = second.up()
    assert again.code == 0
    assert again.steps == set()

    second.write("members.yaml", "")
    (second.files / file).unlink()
    second.write("members.yaml", "")
    done = second.up()

    assert done.code == 0, done.text
    after = access(world)
    # A colleague stays in groups.
    stays = "people" in text
    assert after == (with_second if stays else before)


@pytest.mark.parametrize(
    ("file", "text", "line", "words"),
    [
        ("members.yaml", BORROWED.replace("    existing: true\n", ""), 2, "sg-support as a member"),
        ("members.yaml", PERSON.replace("    existing: true\n", ""), 2, "dev.two@contoso.com"),
        ("members.yaml", PERSON.replace(", existing: true", ""), 6, "membership in [Support]\\Readers"),
    ],
    ids=["Entra group", "person", "membership"],
)
def test_what_another_stack_has_is_refused_with_its_line_before_anything_is_sent(
    world, second, file, text, line, words
):
    before = world.fingerprint()
    second.write(file, text)

    done = second.world.pulumi("preview", without=("PULUMI_OPTION_POLICY_PACK",))

    assert done.code != 0
    assert f"{file}:{line}: " in done.text
    assert words in done.text
    assert "is there already, and this stack does not look after it" in done.text
    assert world.fingerprint() == before


def test_what_is_not_there_is_not_called_existing(world, second):
    second.write("members.yaml", PERSON.replace("dev.two", "nobody"))
    before = world.fingerprint()

    done = second.up()

    assert done.code != 0
    assert "members.yaml:2: people[0]: the member nobody@contoso.com is not there" in done.text
    assert world.fingerprint() == before


def test_what_the_stack_made_is_not_called_existing(world, example):
    world.use_manifest(example)
    members = example / "members.yaml"
    members.write_text(
        members.read_text().replace("    name: sg-support\n", "    name: sg-support\n    existing: true\n", 1)
    )
    before = world.fingerprint()

    done = world.pulumi("up", "--yes", "--skip-preview")

    assert done.code != 0
    assert "this stack itself made the Entra group sg-support as a member" in done.text
    assert world.fingerprint() == before
