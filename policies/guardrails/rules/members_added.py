"""Members are added to groups; only a group of the stack's own has exactly the members that are listed."""

from collections.abc import Iterator, Sequence

from guardrails.data.fixtures import fixture
from guardrails.data.frameworks import owasp
from guardrails.data.tokens import GROUP, GROUP_MEMBERSHIP, TEAM, TEAM_ADMINISTRATORS, TEAM_MEMBERS, spellings
from guardrails.engine.example import Example
from guardrails.engine.finding import Level, Severity
from guardrails.engine.graph import Graph
from guardrails.engine.props import Absent
from guardrails.engine.reading import text
from guardrails.engine.resource import Resource
from guardrails.engine.rule import StackRule
from guardrails.engine.setting import Config

_MEMBERSHIP = spellings([GROUP_MEMBERSHIP])
_MEMBERSHIPS = spellings((GROUP_MEMBERSHIP, TEAM_MEMBERS, TEAM_ADMINISTRATORS))
_OWN = spellings((GROUP, TEAM))


def _check(resources: Sequence[Resource], _: Config) -> Iterator[tuple[Resource, str]]:
    graph = Graph(resources)
    for one in graph.of(_MEMBERSHIPS):
        mode = one.props.get("mode")
        if isinstance(mode, Absent) or text(mode) == "add":
            continue
        group = "group" if _MEMBERSHIP.fullmatch(one.type) else "teamId"
        if not any(_OWN.fullmatch(source.type) for source in graph.sources(one, group)):
            yield (
                one,
                f'"{one.name}" removes the other members of a group that the stack does not declare '
                "(input mode).",
            )


RULE = StackRule(
    id="members-added",
    title="Memberships add members, and remove others only from the stack's own groups.",
    severity=Severity.MEDIUM,
    level=Level.MANDATORY,
    threat=(
        "Members that other people added, administrators among them, lose their access without anybody "
        "having decided it."
    ),
    fix="Leave mode out, or set it to add; overwrite only a group that the same stack declares.",
    references=(owasp(2),),
    check=_check,
    bad=(
        Example(
            "A membership that throws the others out.",
            {
                "everybody": fixture(
                    GROUP_MEMBERSHIP,
                    group="vssgp.Uy0xLTktMTU1MTM3NDI0NS0xMDc3MzY3NzktMS0yLTMtNC01LTYtNy04",
                    members=[],
                    mode="overwrite",
                )
            },
        ),
    ),
    good=(
        Example(
            "The members of the stack's own group.",
            {
                "triage": fixture(GROUP, displayName="Triage"),
                "members": fixture(
                    GROUP_MEMBERSHIP, group="${triage.descriptor}", members=[], mode="overwrite"
                ),
            },
        ),
    ),
)
