"""A stack as its manifests declare it."""

from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from stacks.manifest import checks
from stacks.manifest.cost_estimate import CostEstimate, estimate
from stacks.manifest.document import Document
from stacks.manifest.folder import Folder, look
from stacks.manifest.members import Members
from stacks.manifest.organization import Organization
from stacks.manifest.problem import ManifestError, Problem, in_order
from stacks.manifest.reading import Reading, read
from stacks.manifest.workload import Workload

D = TypeVar("D", bound=Document)


@dataclass(frozen=True)
class Stack:
    """Everything that the manifests of one stack declare."""

    name: str
    """The name of the stack's folder."""

    organization: Organization
    workloads: tuple[Workload, ...]
    """The workloads, sorted by name; the retired ones too."""

    members: Members
    warnings: tuple[Problem, ...]
    """What does not stop the stack, but is hardly meant; sorted by file and line."""

    @property
    def active(self) -> tuple[Workload, ...]:
        """The workloads that are deployed."""
        return tuple(workload for workload in self.workloads if workload.is_active)

    @property
    def estimate(self) -> CostEstimate:
        """The seats that the files name, and what they cost a month."""
        return estimate(self.organization, self.members, self.workloads)


def load(folder: Path) -> Stack:
    """Read and check the stack in a folder such as `stacks/contoso`.

    Raises ManifestError with every problem of every file; nothing else.
    """
    found = look(folder)
    problems = list(found.problems)
    organization = _file(Organization, found.organization, found, problems)
    members = Members() if found.members is None else _file(Members, found.members, found, problems)
    read_ones = (_file(Workload, path, found, problems) for path in found.workloads)
    workloads = [workload for workload in read_ones if workload is not None]
    problems += checks.problems(organization, members, workloads)
    if problems or organization is None or members is None:
        raise ManifestError(problems)
    workloads.sort(key=lambda workload: workload.name)
    warnings = in_order(checks.warnings(members, workloads))
    return Stack(found.path.name, organization, tuple(workloads), members, warnings)


def organization(folder: Path) -> Organization:
    """The organisation of the stack in a folder; what else is there may be broken.

    Raises ManifestError.
    """
    found = look(folder)
    problems: list[Problem] = []
    read_one = _file(Organization, found.organization, found, problems)
    if read_one is None:
        raise ManifestError([*found.problems, *problems])
    return read_one


def _file(model: type[D], path: Path | None, folder: Folder, problems: list[Problem]) -> D | None:
    """A file as its model has it; None where there is none, or where it is not like that."""
    if path is None:
        return None
    return _document(model, read(path, folder.name(path), folder.team(path)), problems)


def _document(model: type[D], reading: Reading, problems: list[Problem]) -> D | None:
    """The file as its model has it; None, with the reasons among the problems, when it is not like that."""
    problems += reading.problems
    if not reading.whole:
        return None
    try:
        return model.model_validate(reading.values, context=reading.source)
    except ValidationError as error:
        # Imported here because every run pays for imports, and only a broken manifest needs these.
        from stacks.manifest import wording

        problems += wording.problems(model, error, reading.source)
        return None
