"""A service connection belongs to one project."""

from collections.abc import Iterator

from guardrails.data.fixtures import fixture
from guardrails.data.frameworks import ado_scanner, owasp
from guardrails.data.tokens import GENERIC_CONNECTION
from guardrails.engine.credentials import CONNECTION_TYPES
from guardrails.engine.example import Example
from guardrails.engine.finding import Level, Severity
from guardrails.engine.resource import Resource
from guardrails.engine.rule import ResourceRule
from guardrails.engine.setting import Config


def _check(resource: Resource, _: Config) -> Iterator[str]:
    if resource.props.has("sharedProjectIds[]"):
        yield f'The service connection "{resource.name}" is shared with projects (input sharedProjectIds).'


_FEDERATED = {
    "projectId": "${support.id}",
    "name": "azure",
    "type": "azurerm",
    "authorizationScheme": "WorkloadIdentityFederation",
}

RULE = ResourceRule(
    id="no-shared-connection",
    title="No service connection is shared with another project.",
    severity=Severity.MEDIUM,
    level=Level.MANDATORY,
    threat="Who administers the other project decides which of its pipelines use the connection.",
    fix="Take sharedProjectIds out, and give the other project a connection of its own.",
    references=(owasp(5), ado_scanner("ADO_ServiceConnection_SI_Dont_Share_Across_Projects")),
    types=CONNECTION_TYPES,
    check=_check,
    bad=(
        Example(
            "A connection that another project may use too.",
            {"azure": fixture(GENERIC_CONNECTION, **_FEDERATED, sharedProjectIds=["${payments.id}"])},
        ),
    ),
    good=(
        Example(
            "A connection of one project.",
            {"azure": fixture(GENERIC_CONNECTION, **_FEDERATED, sharedProjectIds=[])},
        ),
    ),
)
