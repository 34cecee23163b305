"""A name in the manifest that the organisation does not have is told with its line, all of them together."""

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest

from stacks import manifest, names
from stacks.directory import NotThere

CONTOSO = Path(__file__).parents[2] / "stacks/contoso"


class Organisation:
    """An organisation that has everything but what a test takes away."""

    def __init__(self, *gone):
        self.gone = gone
        self.asked = []

    def _answer(self, *key):
        self.asked.append(key)
        if any(part in self.gone for part in key):
            raise NotThere("VS800075: it does not exist, or you may not see it")
        return SimpleNamespace(descriptor="vssgp.x", origin_id="origin")

    def project_id(self, name):
        self._answer(name)
        return f"id of {name}"

    def group(self, project, name):
        return self._answer(project, name)

    def pool_id(self, name):
        self._answer(name)
        return "9"

    def pipeline_id(self, project, path):
        self._answer(project, path)
        return 12


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
            r"\deploy\support",
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
        names.find(manifest.load(CONTOSO), Organisation("linux-builders", r"\deploy\support", "Readers"))

    assert len({problem.file for problem in caught.value.problems}) == 4


def test_the_people_of_members_yaml_are_looked_up_too(tmp_path):
    folder = Path(shutil.copytree(CONTOSO, tmp_path / "contoso"))
    members = folder / "members.yaml"
    members.write_text(members.read_text().replace("group: Readers", "group: Reeders"))

    with pytest.raises(manifest.ManifestError) as caught:
        names.find(manifest.load(folder), Organisation("Reeders"))

    (problem,) = caught.value.problems
    assert problem.key == "people[0].member_of[0]"


def test_a_pipeline_by_number_is_not_looked_up():
    organisation = Organisation()

    found = names.Names(organisation).pipelines("Support", (12, r"\deploy\support"))

    assert found == {"12": 12, r"\deploy\support": 12}
    assert organisation.asked == [("Support", r"\deploy\support")]
