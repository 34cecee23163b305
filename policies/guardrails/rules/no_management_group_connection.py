"""No service connection is made for a whole management group."""

from collections.abc import Iterator

from guardrails.data.fixtures import connection, managed_identity
from guardrails.data.frameworks import ado_scanner, benchmark, owasp
from guardrails.engine.credentials import CONNECTION_TYPES
from guardrails.engine.example import Example
from guardrails.engine.finding import Level, Severity
from guardrails.engine.resource import Resource
from guardrails.engine.rule import Reference, ResourceRule
from guardrails.engine.setting import Config


def _check(resource: Resource, _: Config) -> Iterator[str]:
    for name in ("azurermManagementGroupId", "azurermManagementGroupName"):
        if resource.props.has(name):
            yield f'The service connection "{resource.name}" is made for a management group (input {name}).'
            return


RULE = ResourceRule(
    id="no-management-group-connection",
    title="No service connection reaches a management group.",
    severity=Severity.HIGH,
    level=Level.MANDATORY,
    threat="A pipeline that uses the connection may act in every subscription below the management group.",
    fix=(
        "Make the connection for one subscription, and give its identity a role on a resource group. "
        "Where it has to be so wide, an exemption says why, who answers for it and until when."
    ),
    references=(
        owasp(5),
        benchmark("PA-7"),
        Reference("ADO-SC-004", "https://github.com/cloudyspells/PSRule.Rules.AzureDevOps"),
        ado_scanner("ADO_ServiceConnection_AuthZ_Use_Least_Privilege_Access"),
    ),
    types=CONNECTION_TYPES,
    check=_check,
    bad=(
        Example(
            "A connection for everything that the company has.",
            {
                "azure": connection(
                    azurermManagementGroupId="contoso",
                    azurermManagementGroupName="Contoso",
                )
            },
        ),
    ),
    good=(Example("A connection for one subscription.", {"bot": managed_identity(), "azure": connection()}),),
)
