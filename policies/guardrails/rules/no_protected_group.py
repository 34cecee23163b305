"""Nobody gets into a group that administers an organisation or a project, or that everybody is in."""

import re
from collections.abc import Iterator

from guardrails.data.fixtures import entitlement, fixture, managed_identity
from guardrails.data.frameworks import ado_scanner, benchmark, maester, owasp
from guardrails.data.protected_groups import by_name, by_sid, sid
from guardrails.data.tokens import (
    GROUP,
    GROUP_ENTITLEMENT,
    GROUP_MEMBERSHIP,
    MEMBERS,
    WORKLOAD,
    spellings,
)
from guardrails.engine.example import Example
from guardrails.engine.finding import Level, Severity
from guardrails.engine.props import Absent, parts
from guardrails.engine.reading import pending, text
from guardrails.engine.resource import Resource
from guardrails.engine.rule import ResourceRule
from guardrails.engine.setting import Config

_ENTITLEMENT, _GROUP = spellings([GROUP_ENTITLEMENT]), spellings([GROUP])

# Only the groups of the service can be told by their SIDs. The components say what they call the groups that
# they name memberships after (docs/reference/names.md), or name them after that: it tells the others too.
_NAMED_AFTER = re.compile(r".*?-in-(?P<label>.+)-membership", re.DOTALL)
_COMPONENTS = spellings((WORKLOAD, MEMBERS))


def _check(resource: Resource, _: Config) -> Iterator[str]:
    if _ENTITLEMENT.fullmatch(resource.type):
        yield from _called(resource, "licenses")
    elif _COMPONENTS.fullmatch(resource.type):
        for _key, one in parts(resource.props.get("called.groups")):
            if by_name(label := text(one) or ""):
                yield f'"{resource.name}" is put into a protected group: {label} (input called.groups).'
    elif _GROUP.fullmatch(resource.type):
        # One that is there already can be imported, and its members are then those of the program.
        if resource.props.has("members[]"):
            yield from _called(resource, "fills")
    elif (named := _NAMED_AFTER.fullmatch(resource.name)) and by_name(named["label"]):
        yield f'"{resource.name}" is a membership in a protected group.'
    # A group that is not known yet passes here, because `traced-unknowns` asks where it comes from.
    elif not pending(group := resource.props.get("group")):
        found_sid = sid(text(group) or "")
        if found_sid is None:
            yield f'Which group "{resource.name}" is about cannot be told (input group).'
        elif who := by_sid(found_sid):
            yield f'"{resource.name}" is a membership in a protected group: {who} (input group).'


def _called(resource: Resource, does: str) -> Iterator[str]:
    name = resource.props.get("displayName")
    readable = text(name)
    if readable is not None and by_name(readable):
        yield f'"{resource.name}" {does} a protected group (input displayName).'
    elif readable is None and not isinstance(name, Absent):
        yield f'Which group "{resource.name}" {does} cannot be told (input displayName).'


RULE = ResourceRule(
    id="no-protected-group",
    title=(
        "Nobody is put into a group that administers an organisation or a project, or that everybody is in."
    ),
    severity=Severity.CRITICAL,
    level=Level.MANDATORY,
    threat=(
        "A member of these groups can change every right, connection and pipeline there is, and so become "
        "whoever signs in through them."
    ),
    fix=(
        "Use a group that may do just the work at hand, or one of the workload's own. Name the group by its "
        "descriptor (vssgp.…)."
    ),
    references=(
        benchmark("PA-1"),
        owasp(2),
        ado_scanner("ADO_Organization_AuthZ_Limit_Admin_Count"),
        maester("AZDO.1030"),
    ),
    types=spellings((GROUP_MEMBERSHIP, GROUP_ENTITLEMENT, GROUP, WORKLOAD, MEMBERS)),
    check=_check,
    bad=(
        Example(
            "A bot among the administrators of a project.",
            {
                "bot": managed_identity(),
                "member": entitlement(),
                "admin": fixture(
                    GROUP_MEMBERSHIP,
                    group="vssgp.Uy0xLTktMTU1MTM3NDI0NS0yNzAyMDUyNzc1LTIzOTY3NzM4NTktMTQ1MzQ4LTIzMTg0MDQ3LTAtMC0wLTAtMQ",
                    members=["${member.descriptor}"],
                ),
            },
        ),
    ),
    good=(
        Example(
            "A bot in a group of the stack.",
            {
                "bot": managed_identity(),
                "member": entitlement(),
                "triage": fixture("azuredevops:index/group:Group", displayName="Triage"),
                "in-triage": fixture(
                    GROUP_MEMBERSHIP,
                    group="${triage.descriptor}",
                    members=["${member.descriptor}"],
                    mode="add",
                ),
            },
        ),
    ),
)
