"""No group to which nearly everybody belongs has rights on service connections."""

import re
from collections.abc import Iterator, Sequence

from guardrails.data.fixtures import fixture
from guardrails.data.frameworks import ado_scanner, owasp
from guardrails.data.protected_groups import by_sid, sid
from guardrails.data.tokens import GROUP, ROLE_ON_RESOURCE, spellings
from guardrails.engine.example import Example
from guardrails.engine.finding import Level, Severity
from guardrails.engine.graph import Graph
from guardrails.engine.props import Known, parts
from guardrails.engine.reading import text
from guardrails.engine.resource import Resource
from guardrails.engine.rule import StackRule
from guardrails.engine.setting import Config, Setting, Shape, texts

PERMISSIONS = "azuredevops:index/serviceendpointPermissions:ServiceendpointPermissions"
_PERMISSIONS, _ROLE, _GROUP = spellings([PERMISSIONS]), spellings([ROLE_ON_RESOURCE]), spellings([GROUP])


def _check(resources: Sequence[Resource], config: Config) -> Iterator[tuple[Resource, str]]:
    graph = Graph(resources)
    broad = {name.lower() for name in texts(config, "broad")}
    for one in graph.of(re.compile(f"{_PERMISSIONS.pattern}|{_ROLE.pattern}")):
        slot = "principal" if _PERMISSIONS.fullmatch(one.type) else "identityId"
        if not _grants(one):
            continue
        descriptor = sid(text(one.props.get(slot)) or "")
        declared = [source for source in graph.sources(one, slot) if _GROUP.fullmatch(source.type)]
        if descriptor and by_sid(descriptor) == EVERYBODY:
            yield one, f'"{one.name}" gives everybody in the organisation or project rights on a connection.'
        elif any((text(group.props.get("displayName")) or "").lower() in broad for group in declared):
            yield one, f'"{one.name}" gives a group of nearly everybody rights on a connection.'


EVERYBODY = "everybody in the organisation or project"


def _grants(one: Resource) -> bool:
    """Whether it grants more on a connection than to look at it."""
    if _ROLE.fullmatch(one.type):
        scope, role = text(one.props.get("scope")), text(one.props.get("roleName"))
        return scope in (None, "distributedtask.serviceendpointrole") and (role or "").lower() != "reader"
    granted = one.props.get("permissions")
    if not isinstance(granted, Known):
        return True
    return any(
        name.lower() not in ("viewauthorization", "viewendpoint")
        and (text(value) or "allow").lower() == "allow"
        for name, value in parts(granted)
    )


RULE = StackRule(
    id="no-broad-group-on-connection",
    title="No group to which nearly everybody belongs may use or administer a service connection.",
    severity=Severity.HIGH,
    level=Level.MANDATORY,
    threat="Everybody in the group can use the connection in a pipeline of their own, or open it to others.",
    fix="Give the right to a group that was made for this connection, and authorize pipelines one by one.",
    references=(
        owasp(5),
        ado_scanner("ADO_ServiceConnection_AuthZ_Restrict_Broader_Group_Access"),
    ),
    settings={
        "broad": Setting(
            (
                "Contributors",
                "Readers",
                "Project Valid Users",
                "Project Collection Valid Users",
                "Build Administrators",
            ),
            "The names of groups that are too wide.",
            Shape.TEXTS,
        )
    },
    check=_check,
    bad=(
        Example(
            "All contributors administer a connection.",
            {
                "everybody": fixture(GROUP, scope="${support.id}", displayName="Contributors"),
                "rights": fixture(
                    PERMISSIONS,
                    projectId="${support.id}",
                    serviceendpointId="${azure.id}",
                    principal="${everybody.id}",
                    permissions={"Use": "allow", "Administer": "allow"},
                ),
            },
        ),
    ),
    good=(
        Example(
            "Those who deploy use a connection.",
            {
                "deployers": fixture(GROUP, scope="${support.id}", displayName="Mailroom deployers"),
                "rights": fixture(
                    PERMISSIONS,
                    projectId="${support.id}",
                    serviceendpointId="${azure.id}",
                    principal="${deployers.id}",
                    permissions={"Use": "allow"},
                ),
            },
        ),
    ),
)
