"""Service connections, which the calls name service endpoints.

The calls stand on https://dev.azure.com/{organization}/_apis/serviceendpoint/endpoints.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from sqlite3 import Row

from patless.sandbox.model import ids
from patless.sandbox.model.devops import errors
from patless.sandbox.model.devops.projects import Organization, get_project
from patless.sandbox.model.entra import federated_credentials
from patless.sandbox.model.store import Session

AZURE_DEVOPS = "499b84ac-1321-427f-aa17-267ca6975798"
"""The client id of Azure DevOps itself, in every tenant."""

WORKLOAD_IDENTITY_FEDERATION = "WorkloadIdentityFederation"
ISSUER, SUBJECT = "workloadIdentityFederationIssuer", "workloadIdentityFederationSubject"
ISSUER_TYPE = "workloadIdentityFederationIssuerType"

NO_SECRETS = {
    "authenticationtype",
    "configurationid",
    "loginserver",
    "scope",
    "serviceprincipalid",
    "tenantid",
    "username",
    ISSUER.lower(),
    SUBJECT.lower(),
    ISSUER_TYPE.lower(),
}
"""Parameters of an authorisation that are kept. Of any other, a secret, only that it was given."""


@dataclass(frozen=True)
class ServiceEndpoint:
    """A service connection. A parameter that was a secret reads as nothing."""

    endpoint_id: str
    name: str
    type: str
    url: str
    description: str
    scheme: str
    parameters: Mapping[str, str | None]
    data: Mapping[str, str]
    project_ids: tuple[str, ...]


@dataclass(frozen=True)
class EndpointBody:
    """What a caller says of a service connection."""

    name: str
    type: str
    url: str
    description: str
    scheme: str
    parameters: Mapping[str, str]
    data: Mapping[str, str]


def create_service_endpoint(
    session: Session, organization: Organization, project_ids: tuple[str, ...], body: EndpointBody
) -> ServiceEndpoint:
    """POST _apis/serviceendpoint/endpoints."""
    if not project_ids:
        raise errors.endpoint_without_project()
    if body.data.get("creationMode") == "Automatic":
        # The service would make the identity, which it refuses to a caller who is no person.
        raise errors.automatic_connection_refused()
    endpoint_id = session.new_guid("service endpoint")
    body = _federated(organization, endpoint_id, body)
    session.add(
        "service_endpoints",
        endpoint_id=endpoint_id,
        organization_id=organization.organization_id,
        **_columns(body),
    )
    for project_id in project_ids:
        project = get_project(session, organization, project_id)
        _refuse_second(session, project.project_id, body.name, endpoint_id)
        session.add(
            "service_endpoint_project_references",
            endpoint_id=endpoint_id,
            project_id=project.project_id,
            name=body.name,
            description=body.description,
        )
    return _get(session, endpoint_id)


def get_service_endpoint_details(
    session: Session, organization: Organization, project_id: str, endpoint_id: str
) -> ServiceEndpoint | None:
    """GET {project}/_apis/serviceendpoint/endpoints/{id}; null for one that there is not."""
    project = get_project(session, organization, project_id)
    present = session.row(
        "SELECT endpoint_id FROM service_endpoint_project_references"
        " WHERE project_id = ? AND endpoint_id = lower(?)",
        project.project_id,
        endpoint_id,
    )
    return _get(session, present["endpoint_id"]) if present else None


def get_service_endpoints_by_names(
    session: Session, organization: Organization, project_id: str, name: str
) -> list[ServiceEndpoint]:
    """GET {project}/_apis/serviceendpoint/endpoints?endpointNames=."""
    project = get_project(session, organization, project_id)
    rows = session.rows(
        "SELECT endpoint_id FROM service_endpoint_project_references WHERE project_id = ? AND name = ?",
        project.project_id,
        name,
    )
    return [_get(session, row["endpoint_id"]) for row in rows]


def update_service_endpoint(
    session: Session, organization: Organization, project_id: str, endpoint_id: str, body: EndpointBody
) -> ServiceEndpoint:
    """PUT _apis/serviceendpoint/endpoints/{id}."""
    present = get_service_endpoint_details(session, organization, project_id, endpoint_id)
    if present is None:
        raise errors.endpoint_not_found(endpoint_id)
    _refuse_second(session, project_id, body.name, present.endpoint_id)
    columns = _columns(_federated(organization, present.endpoint_id, body))
    session.run(
        # The columns are words of this module.
        f"UPDATE service_endpoints SET {', '.join(f'{name} = ?' for name in columns)} WHERE endpoint_id = ?",  # noqa: S608
        *columns.values(),
        present.endpoint_id,
    )
    session.run(
        "UPDATE service_endpoint_project_references SET name = ?, description = ?"
        " WHERE endpoint_id = ? AND project_id = ?",
        body.name,
        body.description,
        present.endpoint_id,
        project_id,
    )
    return _get(session, present.endpoint_id)


def test_connection(session: Session, endpoint: ServiceEndpoint) -> str:
    """POST {project}/_apis/serviceendpoint/endpointproxy, data source TestConnection: what fails, if any."""
    given = {name.lower(): value or "" for name, value in endpoint.parameters.items()}
    app_id, issuer = given.get("serviceprincipalid", ""), given.get(ISSUER.lower(), "")
    if issuer and not federated_credentials.is_trusted(session, app_id, issuer, given[SUBJECT.lower()]):
        return (
            f"AADSTS70025: The client '{app_id}' has no configured federated identity credentials that match."
        )
    return ""


def delete_service_endpoint(
    session: Session, organization: Organization, project_ids: tuple[str, ...], endpoint_id: str
) -> None:
    """DELETE _apis/serviceendpoint/endpoints/{id}?projectIds=; without a project left, it is gone."""
    for project_id in project_ids:
        present = get_service_endpoint_details(session, organization, project_id, endpoint_id)
        if present is None:
            raise errors.endpoint_not_found(endpoint_id)
        _refuse_trusted(session, present)
        of_endpoint = "WHERE project_id = ? AND resource_type = 'endpoint' AND resource_id = ?"
        session.run(f"DELETE FROM pipeline_permissions {of_endpoint}", project_id, endpoint_id)  # noqa: S608
        session.run(f"DELETE FROM check_configurations {of_endpoint}", project_id, endpoint_id)  # noqa: S608
        session.run(
            "DELETE FROM service_endpoint_project_references WHERE endpoint_id = lower(?) AND project_id = ?",
            endpoint_id,
            project_id,
        )
    session.run(
        "DELETE FROM service_endpoints WHERE endpoint_id = lower(?)"
        " AND endpoint_id NOT IN (SELECT endpoint_id FROM service_endpoint_project_references)",
        endpoint_id,
    )


def _federated(organization: Organization, endpoint_id: str, body: EndpointBody) -> EndpointBody:
    """The body with the issuer and the subject that an identity has to trust, where one signs in that way.

    The subject is opaque: Entra's own form, of which Microsoft's documentation shows the beginning.
    """
    if body.scheme != WORKLOAD_IDENTITY_FEDERATION:
        return body
    given = {name.lower(): value for name, value in body.parameters.items()}
    for name in ("tenantid", "serviceprincipalid"):
        if not ids.GUID.fullmatch(given.get(name, "")):
            raise errors.connection_parameter_not_valid(name)
    tenant_id = given["tenantid"]
    added = {
        ISSUER: f"https://login.microsoftonline.com/{tenant_id.lower()}/v2.0",
        SUBJECT: f"/eid1/c/pub/t/{ids.encoded_guid(tenant_id)}/a/{ids.encoded_guid(AZURE_DEVOPS)}"
        f"/sc/{organization.organization_id}/{endpoint_id}",
        ISSUER_TYPE: "EntraID",
    }
    return replace(body, parameters={**body.parameters, **added})


def _refuse_trusted(session: Session, endpoint: ServiceEndpoint) -> None:
    given = {name.lower(): value or "" for name, value in endpoint.parameters.items()}
    issuer, subject = given.get(ISSUER.lower()), given.get(SUBJECT.lower())
    app_id = given.get("serviceprincipalid", "")
    if issuer and subject and federated_credentials.is_trusted(session, app_id, issuer, subject):
        raise errors.federated_credentials_remain(app_id, given["tenantid"])


def _columns(body: EndpointBody) -> dict[str, str]:
    kept = {name: value if name.lower() in NO_SECRETS else None for name, value in body.parameters.items()}
    return vars(body) | {"parameters": json.dumps(kept), "data": json.dumps(dict(body.data))}


def _refuse_second(session: Session, project_id: str, name: str, endpoint_id: str) -> None:
    present = session.row(
        "SELECT endpoint_id FROM service_endpoint_project_references"
        " WHERE project_id = ? AND name = ? AND endpoint_id <> ?",
        project_id,
        name,
        endpoint_id,
    )
    if present:
        raise errors.endpoint_exists(name)


def _get(session: Session, endpoint_id: str) -> ServiceEndpoint:
    [row] = session.rows("SELECT * FROM service_endpoints WHERE endpoint_id = ?", endpoint_id)
    projects = session.rows(
        "SELECT project_id FROM service_endpoint_project_references"
        " WHERE endpoint_id = ? ORDER BY project_id",
        endpoint_id,
    )
    return _from_row(row, tuple(project["project_id"] for project in projects))


def _from_row(row: Row, project_ids: tuple[str, ...]) -> ServiceEndpoint:
    columns = {name: row[name] for name in row.keys() if name != "organization_id"}  # noqa: SIM118
    columns |= {name: json.loads(columns[name]) for name in ("parameters", "data")}
    return ServiceEndpoint(**columns, project_ids=project_ids)
