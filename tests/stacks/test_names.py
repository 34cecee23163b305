"""A name in the manifest that the organisation does not have is told with its line, all of them together."""

import asyncio
import shutil
from collections import defaultdict
from pathlib import Path
from unittest.mock import Mock

import pulumi
import pytest

from stacks import manifest, names
from stacks.directory import Denied, Directory, NotThere

CONTOSO = Path(__file__).parents[2] / "stacks/contoso"


class Organisation(Directory):
    """An organisation that has everything but what a test takes away."""

    def __init__(self, *gone, reason="VS800075: it does not exist, or you may not see it", how=NotThere):
        super().__init__(Mock())
        self.gone, self.reason, self.how = gone, reason, how
        self.asked = []

    async def _ask(self, provider, token, args):
        self.asked.append((token.rpartition(":")[2], *args.values()))
        if any(value in self.gone for value in args.values()):
            raise self.how(self.reason)
        return defaultdict(lambda: "12", args)


@pytest.fixture(autouse=True)
def loop():
    """The loop that a Pulumi program runs in."""
    own = asyncio.new_event_loop()
    asyncio.set_event_loop(own)
    yield
    asyncio.set_event_loop(None)
    own.close()


@pytest.mark.parametrize(
    ("gone", "file", "key", "what"),
    [
        (
            "linux-builders",
            "platform/agent-registrar",
            "agent_pools.linux-builders",
            "agent pool linux-builders",
        ),
        (
            "support",
            "support/support-deployer",
            "connections.azure-support.pipelines[0]",
            r"\deploy\support",
        ),
        (
            "Release Approvers",
            "support/support-deployer",
            "connections.azure-support.checks.approvers[0]",
            "Approvers",
        ),
        ("Platform", "platform/image-builder", "connections.images.project", "project Platform"),
        ("Readers", "payments/data-factory", "azure_devops.member_of[0]", r"[Payments]\Readers"),
    ],
)
def test_what_the_organisation_does_not_have_is_told_with_file_line_and_key(gone, file, key, what):
    stack = manifest.load(CONTOSO)

    with pytest.raises(manifest.ManifestError) as caught:
        names.find(stack, Organisation(gone))

    problem = {problem.key: problem for problem in caught.value.problems}[key]
    line = (CONTOSO / f"workloads/{file}.yaml").read_text().splitlines()[problem.line - 1]
    assert problem.file.endswith(f"{file}.yaml")
    assert what in problem.what
    assert "VS800075" in problem.what
    # The line holds what is not there: its name, or the key that it is under.
    assert gone in line


def test_all_of_them_are_told_together():
    with pytest.raises(manifest.ManifestError) as caught:
        names.find(manifest.load(CONTOSO), Organisation("linux-builders", "support", "Readers"))

    assert len({problem.file for problem in caught.value.problems}) == 4


def test_the_people_of_members_yaml_are_looked_up_too(tmp_path):
    folder = Path(shutil.copytree(CONTOSO, tmp_path / "contoso"))
    members = folder / "members.yaml"
    members.write_text(members.read_text().replace("group: Readers", "group: Reeders"))

    with pytest.raises(manifest.ManifestError) as caught:
        names.find(manifest.load(folder), Organisation("Reeders"))

    (problem,) = caught.value.problems
    assert problem.key == "people[0].member_of[0]"


def test_a_pipeline_by_number_is_not_looked_up(example):
    example.change("workloads/support/support-deployer.yaml", r"['\deploy\support']", "[12]")
    organisation = Organisation()

    names.find(example.load(), organisation)

    assert [
        asked for asked in organisation.asked if asked[:3] == ("getBuildDefinition", "12", "support")
    ] == []


def test_one_who_may_not_look_is_warned_and_goes_on(example, monkeypatch):
    warned = []
    monkeypatch.setattr(pulumi.log, "warn", warned.append)
    organisation = Organisation("rg-support", reason="AuthorizationFailed", how=Denied)

    found = names.find(example.load(), organisation)

    assert [text for text in warned if "rg-support" in text] == warned
    assert len(warned) == 1
    deployer = example.workload("support-deployer")
    assert found.scope(deployer.connections["azure-support"].target).endswith("/resourceGroups/rg-support")
