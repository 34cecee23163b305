"""A stack as its manifests declare it."""

from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from stacks.manifest import checks
from stacks.manifest.document import Document
from stacks.manifest.folder import look
from stacks.manifest.organization import Organization
from stacks.manifest.problem import ManifestError, Problem
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
    """The workloads, sorted by name."""


def load(folder: Path) -> Stack:
    """Read and check the stack in a folder such as `stacks/contoso`.

    Raises ManifestError with every problem of every file; nothing else.
    """
    found = look(folder)
    problems = list(found.problems)
    organization = None
    if found.organization is not None:
        reading = read(found.organization, found.name(found.organization))
        organization = _document(Organization, reading, problems)
    workloads = []
    for path in found.workloads:
        workload = _document(Workload, read(path, found.name(path), found.team(path)), problems)
        if workload is not None:
            workloads.append(workload)
            problems += checks.of_workload(workload)
    problems += checks.between(workloads)
    if organization is not None:
        problems += checks.of_organization(organization)
        for workload in workloads:
            problems += checks.beside(organization, workload)
    if problems or organization is None:
        raise ManifestError(problems)
    return Stack(found.path.name, organization, tuple(sorted(workloads, key=lambda workload: workload.name)))


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
