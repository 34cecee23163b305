"""What a new sandbox holds: the organisation contoso, its tenant and its subscription."""

from azdo_emulator.model import ids, past
from azdo_emulator.model.azure import resource_groups, role_assignments
from azdo_emulator.model.azure.role_definitions import BUILT_IN
from azdo_emulator.model.devops import (
    agent_pools,
    build_definitions,
    entitlements,
    groups,
    memberships,
    project_changes,
    projects,
)
from azdo_emulator.model.devops.agent_pools import AgentPool
from azdo_emulator.model.devops.projects import Organization, Project
from azdo_emulator.model.entra import app_roles, application_credentials, directory, permissions
from azdo_emulator.model.entra import groups as directory_groups
from azdo_emulator.model.store import Session

ORGANIZATION = "contoso"
TENANT = "8f0c1f6e-0d0c-4b56-9a63-1f6f0a6f2b11"
SUBSCRIPTION = "3d1f1d0e-5c2b-4f0e-8a43-0c6c1a1f9b02"
PROJECTS = ("Support", "Payments", "Platform")
OWNER = "admin@contoso.com"
USERS = {OWNER: "Contoso Admin", "dev.one@contoso.com": "Dev One", "dev.two@contoso.com": "Dev Two"}
ENTRA_GROUPS = {
    "sg-support": ("5b0c3c1e-0d5a-4e8d-9d0a-8d3a3e1b7c21", ["dev.one@contoso.com"]),
    "sg-platform": (ids.guid("seed", "sg-platform"), ["dev.two@contoso.com"]),
    "sg-payments": (ids.guid("seed", "sg-payments"), ["dev.two@contoso.com"]),
}
"""By name: the object id, and who is in it."""

DEPLOYER = (
    "patless-deployer",
    "1f3c9f5e-6a0b-4d4e-9c57-8b1d2e3f4a50",
    "7a2d4c8e-0f1b-4e6a-8d3c-5b9f1e2a3c4d",
)
"""The identity that the plug-ins sign in as: its name, its object id and its client id."""

LEGACY = ("legacy-deploy", ids.guid("seed", "legacy-deploy"), ids.guid("seed", "legacy-deploy", "client"))
"""An application that still signs in by a secret: its name, its object id and its client id."""

ROLES = {
    OWNER: ("Owner",),
    DEPLOYER[0]: ("Contributor", "Role Based Access Control Administrator"),
}
"""Roles in the subscription."""

MANAGEMENT_GROUPS = {TENANT: ("Tenant Root Group", None), "contoso": ("Contoso", TENANT)}
"""By name: what people call it, and what it stands in. The subscription is in the last."""

RESOURCE_GROUPS = ("rg-support", "rg-payments", "rg-shared")
LOCATION = "westeurope"
REGISTRY = "contosoimages"
DATA_FACTORY = (
    "contoso-ingest",
    "9c1a7a64-2b1c-4c5e-8f0e-5d2a6f3b7e10",
    "4e0b8c52-7a35-4d0c-9b2f-1f8e6d5c3a91",
)
"""A data factory in rg-shared: its name, and its own identity's object id and client id."""

AGENT_POOLS = {"Default": 1, "linux-builders": 9}
PIPELINES = {("Support", "\\deploy", "support"): 12, ("Platform", "\\images", "build"): 21}
"""By project, folder and name: the number."""


def fill(session: Session) -> None:
    """Put everything into an empty cloud."""
    session.add("tenants", tenant_id=TENANT, display_name="Contoso", default_domain="contoso.com")
    for name, (display_name, parent) in MANAGEMENT_GROUPS.items():
        session.add(
            "management_groups",
            name=name,
            tenant_id=TENANT,
            display_name=display_name,
            parent_name=parent,
        )
    session.add(
        "subscriptions",
        subscription_id=SUBSCRIPTION,
        tenant_id=TENANT,
        display_name="Contoso Production",
        management_group="contoso",
    )
    _entra(session)
    organization = Organization(ids.guid("seed", ORGANIZATION), ORGANIZATION, TENANT, None)
    session.add("organizations", **vars(organization))
    _groups(session, organization)
    _members(session, organization)
    _azure(session)
    _pipelines(session, organization)
    past.leave(session, organization, LEGACY[2], SUBSCRIPTION)


def _entra(session: Session) -> None:
    for name, display_name in USERS.items():
        directory.create_user(session, TENANT, name, display_name, ids.guid("seed", name))
    for name, (object_id, members) in ENTRA_GROUPS.items():
        directory_groups.create_group(session, TENANT, name, mail_nickname=name, object_id=object_id)
        for member in members:
            directory_groups.add_group_member(session, object_id, ids.guid("seed", member))
    name, object_id, app_id = DEPLOYER
    directory.create_application(session, TENANT, name, ids.guid("seed", name), app_id)
    directory.add_service_principal(session, TENANT, name, app_id, "Application", object_id)
    session.run("UPDATE tenants SET deployer = ? WHERE tenant_id = ?", object_id, TENANT)
    graph = ids.guid("seed", "Microsoft Graph")
    directory.add_service_principal(
        session, TENANT, "Microsoft Graph", app_roles.MICROSOFT_GRAPH, "Application", graph
    )
    for role in permissions.OF_THE_DEPLOYER:
        role_id = app_roles.ROLES[app_roles.MICROSOFT_GRAPH][role]
        app_roles.create_app_role_assignment(session, object_id, graph, role_id)
    _legacy(session)
    permissions.assign_directory_role(session, ids.guid("seed", OWNER), permissions.GLOBAL)


def _legacy(session: Session) -> None:
    """An application from before federation: secrets, one of which goes on for ever, and a certificate."""
    name, object_id, app_id = LEGACY
    directory.create_application(session, TENANT, name, object_id, app_id)
    directory.add_service_principal(
        session, TENANT, name, app_id, "Application", ids.guid("seed", name, "principal")
    )
    for kind, called, starts_at, ends_at in (
        ("password", "ci", "2023-05-02T08:14:00Z", "2024-05-01T08:14:00Z"),
        ("password", "never expires", "2021-03-18T10:02:00Z", "2299-12-30T23:00:00Z"),
        ("key", "CN=legacy-deploy", "2024-01-09T00:00:00Z", "2026-01-09T00:00:00Z"),
    ):
        application_credentials.add_application_credential(
            session, object_id, kind, called, starts_at, ends_at
        )


def _azure(session: Session) -> None:
    for name in RESOURCE_GROUPS:
        resource_groups.resource_groups_create_or_update(session, SUBSCRIPTION, name, location=LOCATION)
    factory, principal_id, client_id = DATA_FACTORY
    directory.add_service_principal(session, TENANT, factory, client_id, "ManagedIdentity", principal_id)
    _add_resource(session, "Microsoft.ContainerRegistry/registries", REGISTRY, None)
    _add_resource(session, "Microsoft.DataFactory/factories", factory, principal_id)
    principals = {OWNER: ids.guid("seed", OWNER), DEPLOYER[0]: DEPLOYER[1]}
    roles = {name: guid for guid, name in BUILT_IN.items()}
    for who, names in ROLES.items():
        for name in names:
            role_assignments.role_assignments_create(
                session,
                f"/subscriptions/{SUBSCRIPTION}",
                ids.guid("seed", who, name),
                role_definition_id=roles[name],
                principal_id=principals[who],
            )


def _add_resource(session: Session, type: str, name: str, principal_id: str | None) -> None:
    group = resource_groups.resource_group_id(SUBSCRIPTION, "rg-shared")
    session.add(
        "resources",
        id=f"{group}/providers/{type}/{name}",
        resource_group_id=group,
        type=type,
        name=name,
        location=LOCATION,
        principal_id=principal_id,
    )


def _pipelines(session: Session, organization: Organization) -> None:
    for name, number in AGENT_POOLS.items():
        pool = AgentPool(number, name, "automation", auto_provision=False, auto_update=True)
        agent_pools.add_agent_pool(session, organization, pool)
    for (project, path, name), number in PIPELINES.items():
        of = projects.get_project(session, organization, project)
        build_definitions.add_definition(session, of, number, path, name)


def _groups(session: Session, organization: Organization) -> None:
    groups.create_groups_of_everyone(session, organization, None)
    for name in PROJECTS:
        project_id = ids.guid("seed", "project", name)
        project = Project(project_id, organization.organization_id, name, "", "private", "Agile")
        project_changes.add_project(session, organization, project)
    support = projects.get_project(session, organization, "Support")
    groups.create_group(
        session, organization, support, "Release Approvers", "Approve what goes to production."
    )


def _members(session: Session, organization: Organization) -> None:
    owner = entitlements.add_user_entitlement(session, organization, OWNER, "express").subject
    session.run(
        "UPDATE organizations SET owner = ? WHERE organization_id = ?",
        owner.storage_key,
        organization.organization_id,
    )
    _put(session, organization, owner.descriptor, None, "Project Collection Administrators")
    deployer = entitlements.add_service_principal_entitlement(session, organization, DEPLOYER[1], "express")
    _put(session, organization, deployer.subject.descriptor, None, "Project Collection Administrators")
    reader = entitlements.add_user_entitlement(session, organization, "dev.two@contoso.com", "advanced")
    support = projects.get_project(session, organization, "Support")
    _put(session, organization, reader.subject.descriptor, support, "Readers")


def _put(
    session: Session, organization: Organization, descriptor: str, project: Project | None, name: str
) -> None:
    [group] = [group for group in groups.list_groups(session, organization, project) if group.name == name]
    memberships.add_membership(session, organization, descriptor, group.descriptor)
