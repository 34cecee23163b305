"""A workload of the manifest as the component takes it."""

from typing import Any

from pulumi import Alias, Input, ResourceOptions

from components import AccessLevel, PoolRole, Workload, WorkloadArgs
from components.workload_args import ExistingIdentity, WorkloadConnection
from stacks import manifest
from stacks.names import Names
from stacks.providers import Providers


def declare(
    declared: manifest.Workload,
    organization: manifest.Organization,
    resource_group: Input[str],
    deployer: str | None,
    providers: Providers,
    names: Names,
) -> dict[str, Any]:
    """Declare one workload; what the stack exports about it.

    deployer: object id of whoever runs this, who has to own the applications; None where there are none.
    """
    args = _args(declared, organization, names)
    if declared.kind == "managed":
        args["managed_identity"] = {
            "identity_name": declared.identity_name(organization),
            "resource_group": resource_group,
            "location": organization.location,
            "tags": {**organization.tags, **declared.tags},
        }
    elif declared.kind == "application":
        assert deployer is not None
        args["application"] = {
            "display_name": declared.identity_name(organization),
            "owners": [deployer],
            "notes": declared.purpose,
        }
    else:
        args["existing_identity"] = _existing(declared, organization)
    aliases = [Alias(name=earlier) for earlier in declared.formerly]
    workload = Workload(
        declared.name, args, ResourceOptions(providers=providers.all(), aliases=aliases or None)
    )
    return _exported(declared, organization, workload)


def _args(declared: manifest.Workload, organization: manifest.Organization, names: Names) -> WorkloadArgs:
    """What every kind of workload has in common."""
    member = declared.azure_devops
    args: WorkloadArgs = {
        "purpose": declared.purpose,
        "owners": list(declared.owners),
        "trusts": {
            trust.name: {"issuer": trust.issuer, "subject": trust.subject} for trust in declared.credentials
        },
        "member_of": {group.label: names.group_descriptor(group) for group in member.member_of},
        "agent_pools": {
            pool: {"pool_id": names.directory.pool_id(pool), "role": PoolRole(wanted.role)}
            for pool, wanted in declared.agent_pools.items()
        },
        "roles": {
            wanted.label: {"role": wanted.role_id, "scope": wanted.resource_id(organization)}
            for wanted in declared.azure.roles
        },
        "connections": {
            name: _connection(wanted, organization, names) for name, wanted in declared.connections.items()
        },
        "protect": organization.protect,
    }
    if declared.review_by is not None:
        args["review_by"] = declared.review_by.isoformat()
    if member.access_level != "none":
        args["access_level"] = AccessLevel(member.access_level)
    return args


def _connection(
    wanted: manifest.Connection, organization: manifest.Organization, names: Names
) -> WorkloadConnection:
    subscription = organization.subscriptions[wanted.target.subscription]
    connection: WorkloadConnection = {
        "project_id": names.directory.project_id(wanted.project),
        "target": {
            "subscription": subscription.id,
            "subscription_name": subscription.name,
            "resource_group": wanted.target.resource_group,
        },
        "pipelines": dict(names.pipelines(wanted.project, wanted.pipelines)),
        "approvers": [names.approver_id(group) for group in wanted.checks.approvers],
        "branches": list(wanted.checks.branches),
        "exclusive_lock": wanted.checks.exclusive_lock,
    }
    if wanted.name is not None:
        connection["connection_name"] = wanted.name
    if wanted.target.role_id is not None:
        connection["target"]["role"] = wanted.target.role_id
    if wanted.container_registry is not None:
        connection["target"]["registry"] = wanted.container_registry.registry
    return connection


def _existing(declared: manifest.Workload, organization: manifest.Organization) -> ExistingIdentity:
    principal = declared.principal
    assert principal is not None
    existing: ExistingIdentity = {
        "principal_id": principal.principal_id,
        "tenant_id": organization.tenant,
    }
    if principal.client_id is not None:
        existing["client_id"] = principal.client_id
    return existing


KINDS = {"managed": "managed identity", "application": "application", "existing": "existing identity"}


def _exported(
    declared: manifest.Workload, organization: manifest.Organization, workload: Workload
) -> dict[str, Any]:
    """What the stack tells about a workload; `docs/reference/outputs.md` promises it."""
    return {
        "purpose": declared.purpose,
        "identity": {
            "kind": KINDS[declared.kind],
            "name": declared.identity_name(organization),
            "client_id": workload.client_id,
            "principal_id": workload.principal_id,
            "tenant_id": workload.tenant_id,
        },
        "signs_in_from": {
            trust.name: {"issuer": trust.issuer, "subject": trust.subject} for trust in declared.credentials
        },
        "access_level": declared.azure_devops.access_level,
        "member_of": [group.label for group in declared.azure_devops.member_of],
        "agent_pools": {pool: wanted.role for pool, wanted in declared.agent_pools.items()},
        "roles": [
            {"role": wanted.role, "scope": wanted.resource_id(organization)}
            for wanted in declared.azure.roles
        ],
        "connections": {
            key: {
                "name": wanted.named(key),
                "id": workload.connections[key].connection_id,
                "issuer": workload.connections[key].issuer,
                "subject": workload.connections[key].subject,
                "project": wanted.project,
                "scope": wanted.target.resource_id(organization),
                "role": wanted.target.role,
                "pipelines": [str(pipeline) for pipeline in wanted.pipelines],
            }
            for key, wanted in declared.connections.items()
        },
    }
