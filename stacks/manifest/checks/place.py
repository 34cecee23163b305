"""A member's place in Azure DevOps: access level and groups that go together."""

from collections.abc import Iterable, Iterator

from stacks.manifest.checks.repetition import repeated
from stacks.manifest.membership import Membership
from stacks.manifest.problem import KeyPath, Problem
from stacks.manifest.source import Source
from stacks.manifest.workload import Workload

# Default groups that are about code and its builds; to a stakeholder Azure DevOps never opens either.
OF_CODE = {"build administrators", "project collection build administrators"}
# Default groups that reach everything in their project or organisation, code too.
WIDE = {
    "readers",
    "contributors",
    "project administrators",
    "project valid users",
    "project collection administrators",
    "project collection valid users",
}


def problems(workload: Workload) -> Iterator[Problem]:
    """What stops a workload's place."""
    source, place = workload.source, workload.azure_devops
    yield from of_member(source, ("azure_devops",), place.access_level, place.member_of)
    if place.existing and workload.kind != "existing":
        yield source.problem(
            ("azure_devops", "existing"),
            "an identity that this stack makes is no member before",
            expected="`existing` only where `identity` is `existing` too",
            todo="remove `existing`",
        )
    if place.access_level == "none" and place.member_of:
        yield _no_member(source, ("azure_devops", "member_of"), "groups", "member_of")
    if place.access_level == "none" and workload.agent_pools:
        yield _no_member(source, ("agent_pools",), "roles in agent pools", "agent_pools")


def of_member(
    source: Source, path: KeyPath, access_level: str, member_of: Iterable[Membership]
) -> Iterator[Problem]:
    """What stops the place of a workload, a group or a person."""
    groups = list(member_of)
    yield from repeated(source, (*path, "member_of"), (group.label for group in groups))
    for number, group in enumerate(groups):
        if access_level == "stakeholder" and group.group.casefold() in OF_CODE:
            yield source.problem(
                (*path, "member_of", number),
                "a group for code and builds, which a stakeholder can reach neither of",
                expected="`basic` at least, for a member of this group",
                todo="raise `access_level`, or remove the group",
            )


def wide(
    source: Source, path: KeyPath, access_level: str, member_of: Iterable[Membership]
) -> Iterator[Problem]:
    """Default groups that reach far beyond what a stakeholder can use."""
    for number, group in enumerate(member_of):
        teams = {f"{group.project} team".casefold()} if group.project else set()
        if access_level == "stakeholder" and group.group.casefold() in WIDE | teams:
            yield source.problem(
                (*path, "member_of", number),
                f"{group.label} reaches repositories and pipelines too, which a stakeholder cannot use, "
                "and which a later rise of the access level would open without a word",
                expected="a group with rights to work items alone",
                todo="make such a group in the project and name it here, or raise `access_level`",
            )


def _no_member(source: Source, path: KeyPath, thing: str, key: str) -> Problem:
    return source.problem(
        path,
        f"{thing} for a workload that is no member of the organisation (access_level is none)",
        expected="an access level of at least `stakeholder`",
        todo=f"raise `access_level`, or remove `{key}`",
    )
