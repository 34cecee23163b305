"""A workload of the manifest as the component takes it."""

from collections.abc import Mapping
from typing import Any

from pulumi import Alias, Input, ResourceOptions

from components import AccessLevel, PoolRole, Workload, WorkloadArgs
from components.connection_target import ConnectionTarget
from components.connection_use import ConnectionChecks
from components.workload_args import ExistingIdentity, WorkloadCalled, WorkloadConnection, WorkloadRole
from stacks import manifest
from stacks.directory import Directory
from stacks.identities import Identities
from stacks.manifest.role import role_name
from stacks.names import Names
from stacks.providers import Providers
from stacks.renames import Renames, shape
from stacks.replacements import KINDS


def declare(
    declared: manifest.Workload,
    organization: manifest.Organization,
    resource_group: Input[str],
    owners: list[str],
    providers: Providers,
    names: Names,
    renames: Renames,
    identities: Identities,
) -> dict[str, Any]:
    """Declare one workload; what the stack exports about it.

    owners: object ids of who may change the applications.
    """
    args = _args(declared, organization, names, renames)
    if declared.kind == "managed":
        args["managed_identity"] = {
            "identity_name": identities.name(declared),
            "resource_group": resource_group,
            "location": organization.location,
            "tags": {**organization.tags, **declared.tags},
        }
    elif declared.kind == "application":
        args["application"] = {
            "display_name": declared.identity_name(organization),
            "owners": list(owners),
            "notes": declared.purpose,
        }
    else:
        args["existing_identity"] = _existing(declared, organization)
    former = dict.fromkeys([*declared.formerly, renames.workload(declared.name)])
    aliases = [Alias(name=name) for name in former if name != declared.name]
    workload = Workload(
        declared.name, args, ResourceOptions(providers=providers.all(), aliases=aliases or None)
    )
    return _exported(declared, organization, names, renames, identities, workload)


def _args(
    declared: manifest.Workload, organization: manifest.Organization, names: Names, renames: Renames
) -> WorkloadArgs:
    """What every kind of workload has in common."""
    member = declared.azure_devops
    args: WorkloadArgs = {
        "purpose": declared.purpose,
        "owners": list(declared.owners),
        "trusts": {
            trust.name: {"issuer": trust.issuer, "subject": trust.subject} for trust in declared.credentials
        },
        "member_of": {
            names.group(group).id: names.group(group).descriptor
            for group in member.member_of
            if not group.existing
        },
        "agent_pools": {
            names.pool(pool).number: {"pool_id": names.pool(pool).number, "role": PoolRole(wanted.role)}
            for pool, wanted in declared.agent_pools.items()
        },
        "roles": [_role(wanted, names) for wanted in declared.azure.roles],
        "connections": {
            key: _connection(declared, key, organization, names, renames) for key in declared.own_connections
        },
        "called": _called(declared, names),
        "protect": organization.protect,
    }
    if declared.review_by is not None:
        args["review_by"] = declared.review_by.isoformat()
    if member.existing and declared.principal is not None:
        descriptor = names.directory.known(Directory.member_principal, declared.principal.principal_id)
        args["member"] = {
            "descriptor": descriptor,
            "storage_key": names.directory.known(Directory.storage_key, descriptor),
        }
    elif member.access_level != "none":
        args["access_level"] = AccessLevel(member.access_level)
    return args


def _role(wanted: manifest.RoleAssignment, names: Names) -> WorkloadRole:
    role: WorkloadRole = {"role": wanted.role_id, "scope": names.scope(wanted)}
    if wanted.reason is not None:
        role["reason"] = wanted.reason
    return role


def _called(declared: manifest.Workload, names: Names) -> WorkloadCalled:
    """What people call what the keys stand for."""
    connections = declared.own_connections
    return {
        "groups": {names.group(group).id: names.called(group) for group in declared.azure_devops.member_of},
        "pools": {names.pool(pool).number: names.pool(pool).name for pool in declared.agent_pools},
        "projects": {key: names.project(one.project).name for key, one in connections.items()},
        "pipelines": {
            str(found.number): found.path
            for one in connections.values()
            for pipeline in one.pipelines
            if (found := names.pipeline(one.project, pipeline))
        },
    }


def _connection(
    workload: manifest.Workload,
    key: str,
    organization: manifest.Organization,
    names: Names,
    renames: Renames,
) -> WorkloadConnection:
    wanted = workload.connections[key]
    found = [names.pipeline(wanted.project, pipeline) for pipeline in wanted.pipelines]
    former = dict.fromkeys([*(wanted.formerly or ()), renames.connection(workload.name, key)[1]])
    return {
        "connection_name": wanted.named(key),
        "project_id": names.project(wanted.project).id,
        "target": _target(wanted, organization, names, renames.last(workload.name, key)),
        "pipelines": {str(pipeline.number): pipeline.number for pipeline in found},
        "checks": _checks(wanted.checks, names),
        "formerly": [name for name in former if name != key],
    }


def _checks(wanted: manifest.ConnectionChecks, names: Names) -> ConnectionChecks:
    checks: ConnectionChecks = {
        "approvers": [names.approver(one) for one in wanted.approvers],
        "approvals": wanted.approvals,
        "approval_timeout_minutes": wanted.timeout_minutes,
        "requester_may_approve": wanted.requester_may_approve,
        "branches": list(wanted.branches),
        "exclusive_lock": wanted.exclusive_lock,
        "required_templates": [
            {
                "repository_type": one.repository_type,
                "repository": one.repository,
                "ref": one.ref,
                "path": one.path,
            }
            for one in wanted.required_templates
        ],
    }
    if wanted.instructions is not None:
        checks["instructions"] = wanted.instructions
    if (hours := wanted.business_hours) is not None:
        checks["business_hours"] = {
            "time_zone": hours.time_zone,
            "start": hours.start,
            "end": hours.end,
            "days": list(hours.days),
        }
    return checks


def _target(
    wanted: manifest.Connection,
    organization: manifest.Organization,
    names: Names,
    had: Mapping[str, Any],
) -> ConnectionTarget:
    top = wanted.target.top(organization)
    target: ConnectionTarget = (
        {
            "management_group": names.management_group(top),
            "management_group_name": _shown_as(top, had),
        }
        if isinstance(top, manifest.ManagementGroup)
        else {"subscription": top.id, "subscription_name": _shown_as(top, had)}
    )
    if (group := names.resource_group(wanted.target)) is not None:
        target["resource_group"] = group
    if wanted.target.reason is not None:
        target["reason"] = wanted.target.reason
    if wanted.target.role_id is not None:
        target["role"] = wanted.target.role_id
    if wanted.container_registry is not None:
        target["registry"] = names.registry(wanted.container_registry)
    return target


def _shown_as(top: manifest.Subscription | manifest.ManagementGroup, had: Mapping[str, Any]) -> str:
    """The display name that a connection was made with: for another one, the plug-in would replace it."""
    same = f"{had.get('scope')}/".lower().startswith(f"{top.resource_id}/".lower())
    return str(had.get("subscription_name") or top.name) if same else top.name


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


def _exported(
    declared: manifest.Workload,
    organization: manifest.Organization,
    names: Names,
    renames: Renames,
    identities: Identities,
    workload: Workload,
) -> dict[str, Any]:
    """What the stack tells about a workload; `docs/reference/outputs.md` promises it."""
    managed = declared.kind == "managed"
    return {
        "purpose": declared.purpose,
        "formerly": list(declared.formerly),
        "identity": {
            "kind": KINDS[declared.kind],
            "name": identities.name(declared) if managed else declared.identity_name(organization),
            "client_id": workload.client_id,
            "principal_id": workload.principal_id,
            "tenant_id": workload.tenant_id,
            "resource_id": identities.resource_id(declared) if managed else None,
        },
        "signs_in_from": {
            trust.name: {"issuer": trust.issuer, "subject": trust.subject} for trust in declared.credentials
        },
        "access_level": declared.azure_devops.access_level,
        "member_of": [names.called(group) for group in declared.azure_devops.member_of],
        "agent_pools": {names.pool(pool).name: wanted.role for pool, wanted in declared.agent_pools.items()},
        "roles": [
            {"role": role_name(wanted.role), "scope": names.scope(wanted)} for wanted in declared.azure.roles
        ],
        "connections": {
            key: {
                "name": wanted.named(key),
                "formerly": list(wanted.formerly or ()),
                "existing": wanted.existing,
                **_made(declared, key, names, workload),
                "project": names.project(wanted.project).name,
                "subscription_name": _shown_as(
                    wanted.target.top(organization), renames.last(declared.name, key)
                ),
                "pipelines": [names.pipeline(wanted.project, one).path for one in wanted.pipelines],
                **shape(wanted, names),
            }
            for key, wanted in declared.connections.items()
        },
    }


def _made(declared: manifest.Workload, key: str, names: Names, workload: Workload) -> dict[str, Any]:
    """What a connection got, by this stack or by somebody else."""
    wanted = declared.connections[key]
    if not wanted.existing:
        made = workload.connections[key]
        return {"id": made.connection_id, "issuer": made.issuer, "subject": made.subject}
    to_registry = wanted.container_registry is not None
    found = names.directory.known(Directory.connection, wanted.project, wanted.named(key), to_registry)
    return {"id": found.id, "issuer": found.issuer, "subject": found.subject}
