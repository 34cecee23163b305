"""What has to hold between the keys of a stack: in one file, and between files."""

from collections.abc import Iterable, Iterator

from stacks.manifest.organization import Organization
from stacks.manifest.problem import KeyPath, Problem, visible
from stacks.manifest.source import Source
from stacks.manifest.tags import Tags
from stacks.manifest.workload import Workload


def of_organization(organization: Organization) -> Iterator[Problem]:
    """What has to hold inside `organization.yaml`."""
    second = list(organization.subscriptions)[1:]
    if second:
        yield organization.source.problem(
            ("subscriptions", second[0]),
            "a second subscription is not supported yet",
            expected="one subscription, in which managed identities live",
            todo="remove the others for now",
        )
    yield from _tags(organization.source, (), organization.tags)


def of_workload(workload: Workload) -> Iterator[Problem]:
    """What has to hold inside a workload's file."""
    source, place = workload.source, workload.azure_devops
    yield from _repeated(source, ("owners",), workload.owners)
    yield from _repeated(source, ("formerly",), workload.formerly)
    yield from _repeated(source, ("azure_devops", "member_of"), (group.label for group in place.member_of))
    yield from _tags(source, (), workload.tags)
    if workload.name in workload.formerly:
        yield source.problem(
            ("formerly", workload.formerly.index(workload.name)),
            "the workload's present name",
            expected="names that it no longer has",
            todo="remove it from the list",
        )
    if place.access_level == "none" and place.member_of:
        yield source.problem(
            ("azure_devops", "member_of"),
            "groups for a workload that is no member of the organisation (access_level is none)",
            expected="an access level of at least `stakeholder`",
            todo="raise `access_level`, or remove `member_of`",
        )


def beside(organization: Organization, workload: Workload) -> Iterator[Problem]:
    """What has to hold between `organization.yaml` and a workload's file."""
    inherited = [name for name in organization.tags if name not in workload.tags]
    yield from _tags(workload.source, inherited, workload.tags)


def between(workloads: Iterable[Workload]) -> Iterator[Problem]:
    """What has to hold between files: a name, present or past, belongs to one workload."""
    named = list(workloads)
    live: dict[str, Workload] = {}
    for workload in named:
        first = live.setdefault(workload.name, workload)
        if first is not workload:
            yield workload.source.problem(
                ("name",),
                f"`{workload.name}` is already the name of the workload in {_place(first, 'name')}",
                expected="a name for each workload",
                todo="rename one of the two, or remove the copy",
            )
    past: dict[str, Workload] = {}
    for workload in named:
        yield from _past(workload, live, past)


def _past(workload: Workload, live: dict[str, Workload], past: dict[str, Workload]) -> Iterator[Problem]:
    for number, name in enumerate(workload.formerly):
        other = live.get(name, workload)
        rival = past.setdefault(name, workload)
        if other is not workload:
            what = f"`{name}` is the name of the workload in {_place(other, 'name')}"
        elif rival is not workload:
            what = f"`{name}` is also a former name of the workload in {_place(rival, 'formerly')}"
        else:
            continue
        # Both would claim one identity, and the second would replace or destroy it.
        yield workload.source.problem(
            ("formerly", number),
            what,
            expected="a name that no other workload has or had",
            todo="leave it with the workload that keeps the identity",
        )


def _place(workload: Workload, *path: str) -> str:
    return f"{visible(workload.source.file)}:{workload.source.line(*path)}"


def _repeated(source: Source, path: KeyPath, words: Iterable[str]) -> Iterator[Problem]:
    """The second and later of words that differ at most in case."""
    seen: dict[str, int] = {}
    for number, word in enumerate(words):
        first = seen.setdefault(word.casefold(), number)
        if first != number:
            line = source.line(*path, first)
            yield source.problem(
                (*path, number),
                f"the same as on line {line}",
                expected="each once",
                todo="remove one of the two",
            )


def _tags(source: Source, inherited: Iterable[str], tags: Tags) -> Iterator[Problem]:
    seen = {name.casefold(): name for name in inherited}
    for name in tags:
        first = seen.setdefault(name.casefold(), name)
        if first != name:
            yield source.problem(
                ("tags", name),
                f"for Azure the same tag as `{first}`" + ("" if first in tags else " in organization.yaml"),
                expected="tag names that differ in more than case",
                todo="spell both alike, or remove one of the two",
            )
