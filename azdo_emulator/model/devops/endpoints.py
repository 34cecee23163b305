"""Service connections, which the calls name service endpoints.

The calls stand on https://dev.azure.com/{organization}/_apis/serviceendpoint/endpoints.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from sqlite3 import Row

from azdo_emulator.model import replication
from azdo_emulator.model.devops import endpoint_trust, errors
from azdo_emulator.model.devops.endpoint_trust import (
    ISSUER,
    ISSUER_TYPE,
    RETIRING_ISSUER,
    SUBJECT,
    WORKLOAD_IDENTITY_FEDERATION,
)
from azdo_emulator.model.devops.endpoint_types import Fields, get_service_endpoint_types
from azdo_emulator.model.devops.projects import Organization, Project, get_project
from azdo_emulator.model.devops.security_roles import ENDPOINT, set_role_assignment
from azdo_emulator.model.devops.subjects import Subject
from azdo_emulator.model.devops.urls import without_login
from azdo_emulator.model.entra import federated_credentials
from azdo_emulator.model.store import Session

LONGEST_NAME = 255
"""Characters of a name at most. That there is a limit is likely; the number was not seen live."""


@dataclass(frozen=True)
class ProjectReference:
    """A project that has the connection, and what it is called there."""

    project_id: str
    name: str
    description: str


@dataclass(frozen=True)
class ServiceEndpoint:
    """A service connection as one of its projects sees it. What was a secret reads as nothing."""

    endpoint_id: str
    name: str
    type: str
    url: str
    description: str
    scheme: str
    parameters: Mapping[str, str | None]
    data: Mapping[str, str | None]
    created_by: str | None
    revertible_until_at: str | None
    references: tuple[ProjectReference, ...]

    @property
    def project_ids(self) -> tuple[str, ...]:
        """The projects that have it."""
        return tuple(reference.project_id for reference in self.references)

    def parameter(self, name: str) -> str:
        """A parameter of its authorisation, in whatever case; nothing for one that is not there."""
        return next(
            (value or "" for key, value in self.parameters.items() if key.lower() == name.lower()), ""
        )


@dataclass(frozen=True)
class EndpointBody:
    """What a caller says of a service connection."""

    name: str
    type: str
    url: str
    description: str
    scheme: str
    parameters: Mapping[str, str | None]
    data: Mapping[str, str | None]


def create_service_endpoint(
    session: Session,
    organization: Organization,
    project_ids: tuple[str, ...],
    body: EndpointBody,
    created_by: Subject | None = None,
) -> ServiceEndpoint:
    """POST _apis/serviceendpoint/endpoints; who creates one is its administrator."""
    if not project_ids:
        raise errors.endpoint_without_project()
    if body.data.get("creationMode") == "Automatic":
        # The service would make the identity, which it refuses to a caller who is no person.
        raise errors.automatic_connection_refused()
    project = get_project(session, organization, project_ids[0])
    endpoint_id = session.new_guid("service endpoint")
    session.add(
        "service_endpoints",
        endpoint_id=endpoint_id,
        organization_id=organization.organization_id,
        created_by=created_by.storage_key if created_by else None,
        **_columns(federated(organization, project, endpoint_id, body)),
    )
    replication.appears(session, endpoint_id, replication.Lag.CONNECTIONS)
    references = [ProjectReference(project, body.name, body.description) for project in project_ids]
    share_service_endpoint(session, organization, endpoint_id, references)
    made = _get(session, project, endpoint_id)
    if created_by:
        for project_id in made.project_ids:
            place = f"{project_id}_{endpoint_id}"
            set_role_assignment(
                session, organization, ENDPOINT, place, created_by.storage_key, "Administrator"
            )
    return made


def get_service_endpoint_details(
    session: Session, organization: Organization, project_id: str, endpoint_id: str
) -> ServiceEndpoint | None:
    """GET {project}/_apis/serviceendpoint/endpoints/{id}; null for one that there is not."""
    project = get_project(session, organization, project_id)
    found = _list(session, project, "endpoint_id = lower(?)", endpoint_id)
    return found[0] if found else None


def get_service_endpoints(
    session: Session,
    organization: Organization,
    project_id: str,
    *,
    type: str = "",
    schemes: Collection[str] = (),
    endpoint_ids: Collection[str] = (),
) -> list[ServiceEndpoint]:
    """GET {project}/_apis/serviceendpoint/endpoints?type=&authSchemes=&endpointIds=, in one piece."""
    project = get_project(session, organization, project_id)
    return _list(
        session,
        project,
        f"(? = '' OR type = ? COLLATE NOCASE) AND {_among('lower(scheme)', schemes)}"
        f" AND {_among('endpoint_id', endpoint_ids)}",
        type,
        type,
        *(scheme.lower() for scheme in schemes),
        *(endpoint_id.lower() for endpoint_id in endpoint_ids),
    )


def get_service_endpoints_by_names(
    session: Session, organization: Organization, project_id: str, *names: str
) -> list[ServiceEndpoint]:
    """GET {project}/_apis/serviceendpoint/endpoints?endpointNames=."""
    project = get_project(session, organization, project_id)
    return _list(session, project, _among("reference.name", names), *names) if names else []


def get_projects(session: Session, endpoint_id: str) -> list[str]:
    """The ids of the projects that have a connection."""
    rows = session.rows(
        "SELECT project_id FROM service_endpoint_project_references WHERE endpoint_id = lower(?)"
        " ORDER BY project_id",
        endpoint_id,
    )
    return [row["project_id"] for row in rows]


def update_service_endpoint(
    session: Session, organization: Organization, project_id: str, endpoint_id: str, body: EndpointBody
) -> ServiceEndpoint:
    """PUT _apis/serviceendpoint/endpoints/{id}, with what it is called in one project."""
    project = get_project(session, organization, project_id)
    present = get_service_endpoint_details(session, organization, project_id, endpoint_id)
    if present is None:
        raise errors.endpoint_not_found(endpoint_id)
    _refuse_name(session, project.project_id, body.name, present.endpoint_id)
    changed = federated(organization, project, present.endpoint_id, body)
    if _keeps_its_issuer(present, body):
        trust = endpoint_trust.by_azure_devops(organization, project, body.name, body.parameters)
        changed = replace(body, parameters=trust)
    change_service_endpoint(session, changed, present.endpoint_id)
    session.run(
        "UPDATE service_endpoint_project_references SET name = ?, description = ?"
        " WHERE endpoint_id = ? AND project_id = ?",
        body.name,
        body.description,
        present.endpoint_id,
        project.project_id,
    )
    return _get(session, project, present.endpoint_id)


def change_service_endpoint(session: Session, body: EndpointBody, endpoint_id: str) -> None:
    """Write what a connection is, whatever it is called in a project."""
    columns = _columns(body)
    session.run(
        # The columns are words of this module.
        f"UPDATE service_endpoints SET {', '.join(f'{name} = ?' for name in columns)} WHERE endpoint_id = ?",  # noqa: S608
        *columns.values(),
        endpoint_id,
    )


def share_service_endpoint(
    session: Session, organization: Organization, endpoint_id: str, references: Sequence[ProjectReference]
) -> None:
    """PATCH _apis/serviceendpoint/endpoints/{id}: further projects, each with its own name for it."""
    if not session.row("SELECT 1 FROM service_endpoints WHERE endpoint_id = lower(?)", endpoint_id):
        raise errors.endpoint_not_found(endpoint_id)
    for reference in references:
        project = get_project(session, organization, reference.project_id)
        _refuse_name(session, project.project_id, reference.name, endpoint_id)
        session.run(
            "INSERT OR REPLACE INTO service_endpoint_project_references VALUES (?, ?, ?, ?)",
            endpoint_id.lower(),
            project.project_id,
            reference.name,
            reference.description,
        )


def delete_service_endpoint(
    session: Session, organization: Organization, project_ids: tuple[str, ...], endpoint_id: str
) -> None:
    """DELETE _apis/serviceendpoint/endpoints/{id}?projectIds=; without a project left, it is gone."""
    for id_or_name in project_ids:
        project_id = get_project(session, organization, id_or_name).project_id
        present = get_service_endpoint_details(session, organization, project_id, endpoint_id)
        if present is None:
            raise errors.endpoint_not_found(endpoint_id)
        _refuse_trusted(session, present)
        _leave(session, project_id, present.endpoint_id)
    session.run(
        "DELETE FROM service_endpoints WHERE endpoint_id = lower(?)"
        " AND endpoint_id NOT IN (SELECT endpoint_id FROM service_endpoint_project_references)",
        endpoint_id,
    )


def _leave(session: Session, project_id: str, endpoint_id: str) -> None:
    """Take a connection out of a project, with all that guards it there."""
    of_endpoint = "WHERE project_id = ? AND resource_type = 'endpoint' AND resource_id = ?"
    session.run(f"DELETE FROM pipeline_permissions {of_endpoint}", project_id, endpoint_id)  # noqa: S608
    session.run(f"DELETE FROM check_configurations {of_endpoint}", project_id, endpoint_id)  # noqa: S608
    session.run(
        "DELETE FROM security_role_assignments WHERE scope = ? AND resource_id = ?",
        ENDPOINT,
        f"{project_id}_{endpoint_id}",
    )
    session.run(
        "DELETE FROM service_endpoint_project_references WHERE project_id = ? AND endpoint_id = ?",
        project_id,
        endpoint_id,
    )


def federated(
    organization: Organization, project: Project, endpoint_id: str, body: EndpointBody
) -> EndpointBody:
    """The body with whom to trust, where the connection signs in that way."""
    if body.scheme != WORKLOAD_IDENTITY_FEDERATION:
        return body
    if (body.data.get("environment") or "").lower() in endpoint_trust.SOVEREIGN:
        trust = endpoint_trust.by_azure_devops(organization, project, body.name, body.parameters)
    else:
        trust = endpoint_trust.by_entra(organization, endpoint_id, body.parameters)
    return replace(body, parameters=trust)


def _keeps_its_issuer(present: ServiceEndpoint, body: EndpointBody) -> bool:
    old = present.parameter(ISSUER).startswith(RETIRING_ISSUER)
    return old and body.scheme == WORKLOAD_IDENTITY_FEDERATION and ISSUER_TYPE not in body.parameters


def _refuse_trusted(session: Session, endpoint: ServiceEndpoint) -> None:
    issuer, subject = endpoint.parameter(ISSUER), endpoint.parameter(SUBJECT)
    app_id = endpoint.parameter("serviceprincipalid")
    if issuer and subject and federated_credentials.is_trusted(session, app_id, issuer, subject):
        raise errors.federated_credentials_remain(app_id, endpoint.parameter("tenantid"))


def _columns(body: EndpointBody) -> dict[str, str]:
    known = get_service_endpoint_types(body.type, body.scheme)
    # Without a word, the list is of all of them.
    if not (known and body.type and body.scheme):
        raise errors.endpoint_type_not_found(body.type, body.scheme)
    parameters = _kept(body.parameters, known[0].scheme(body.scheme) or ())
    data = _kept(body.data, known[0].data)
    return {
        "type": body.type,
        "url": without_login(body.url),
        "scheme": body.scheme,
        "parameters": json.dumps(parameters, sort_keys=True),
        "data": json.dumps(data, sort_keys=True),
    }


def _kept(values: Mapping[str, str | None], fields: Fields) -> dict[str, str | None]:
    """Of a secret, and of what nobody knows to be harmless, only that it was given."""
    harmless = {field.id.lower() for field in fields if not field.is_confidential}
    return {name: value if name.lower() in harmless else None for name, value in values.items()}


def _refuse_name(session: Session, project_id: str, name: str, endpoint_id: str) -> None:
    if not name.strip():
        raise errors.endpoint_without_name()
    if len(name) > LONGEST_NAME:
        raise errors.endpoint_name_too_long()
    present = session.row(
        "SELECT endpoint_id FROM service_endpoint_project_references"
        " WHERE project_id = ? AND name = ? AND endpoint_id <> ?",
        project_id,
        name,
        endpoint_id,
    )
    if present:
        raise errors.endpoint_exists(name)


def _get(session: Session, project: Project, endpoint_id: str) -> ServiceEndpoint:
    [found] = _list(session, project, "endpoint_id = ?", endpoint_id)
    return found


def _among(column: str, values: Collection[str]) -> str:
    return f"{column} IN ({', '.join('?' * len(values))})" if values else "TRUE"


def _list(session: Session, project: Project, where: str, *values: str) -> list[ServiceEndpoint]:
    rows = session.rows(
        # The condition is of words of this module.
        "SELECT endpoint_id, type, url, scheme, parameters, data, created_by, revertible_until_at,"  # noqa: S608
        " reference.name, reference.description FROM service_endpoint_project_references AS reference"
        f" JOIN service_endpoints USING (endpoint_id) WHERE project_id = ? AND {where}"
        " ORDER BY reference.name",
        project.project_id,
        *values,
    )
    return [_from_row(session, row) for row in rows]


def _from_row(session: Session, row: Row) -> ServiceEndpoint:
    references = session.rows(
        "SELECT project_id, name, description FROM service_endpoint_project_references"
        " WHERE endpoint_id = ? ORDER BY project_id",
        row["endpoint_id"],
    )
    columns = dict(row) | {name: json.loads(row[name]) for name in ("parameters", "data")}
    return ServiceEndpoint(
        **columns, references=tuple(ProjectReference(**reference) for reference in references)
    )
