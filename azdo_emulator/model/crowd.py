"""An organisation of any size: people and applications beside those of the example, made in one go."""

from collections.abc import Iterator

from azdo_emulator.model import ids
from azdo_emulator.model.devops.groups import list_groups
from azdo_emulator.model.devops.projects import get_project, list_organizations
from azdo_emulator.model.store import Session

PROJECT, GROUP = "Payments", "Contributors"
"""Where everybody is a member."""


def join(session: Session, size: int) -> None:
    """Add so many identities: of ten, seven people and three applications, all of them stakeholders."""
    if not size:
        return
    [organization] = list_organizations(session)
    project = get_project(session, organization, PROJECT)
    [group] = [group for group in list_groups(session, organization, project) if group.name == GROUP]
    everybody = list(_everybody(size))
    people = [(id, name) for id, name, kind in everybody if kind == "user"]
    programs = [(id, name) for id, name, kind in everybody if kind == "servicePrincipal"]
    tenant, into = organization.tenant_id, organization.organization_id
    domain = "contoso.com"

    add = session.add_many
    add("directory_objects", [(id, tenant, kind, name) for id, name, kind in everybody])
    add("directory_objects", [(_application(name), tenant, "application", name) for _, name in programs])
    add("users", [(id, f"{name}@{domain}") for id, name in people])
    add("applications (object_id, app_id)", [(_application(name), _client(name)) for _, name in programs])
    add(
        "service_principals (object_id, app_id, service_principal_type)",
        [(id, _client(name), "Application") for id, name in programs],
    )
    add(
        "subjects",
        [
            (
                ids.storage_key(into, id),
                into,
                (ids.user_descriptor if kind == "user" else ids.service_principal_descriptor)(into, id),
                kind,
                "aad",
                id,
                name,
                f"{name}@{domain}" if kind == "user" else id,
            )
            for id, name, kind in everybody
        ],
    )
    keys = [(ids.storage_key(into, id), kind) for id, _, kind in everybody]
    level = ("stakeholder", "account", "active", session.now())
    add("entitlements", [(key, into, kind, *level) for key, kind in keys])
    add("memberships", [(group.storage_key, key) for key, _ in keys])


def _everybody(size: int) -> Iterator[tuple[str, str, str]]:
    for number in range(size):
        kind, name = ("user", "person") if number % 10 < 7 else ("servicePrincipal", "program")
        called = f"{name}-{number:05}"
        yield ids.guid("crowd", called), called, kind


def _application(name: str) -> str:
    return ids.guid("crowd application", name)


def _client(name: str) -> str:
    return ids.guid("crowd client", name)
