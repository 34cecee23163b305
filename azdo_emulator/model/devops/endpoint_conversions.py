"""Giving up the secret of a service connection, and for seven days the way back.

The call is in no reference of Microsoft's; scripts in public use it, and `azure-api.md` §1.6 has its form.
How the service reverts was not seen live.
"""

from collections.abc import Set
from datetime import datetime, timedelta

from azdo_emulator.model.devops import errors
from azdo_emulator.model.devops.endpoint_trust import (
    ISSUER,
    ISSUER_TYPE,
    SUBJECT,
    WORKLOAD_IDENTITY_FEDERATION,
)
from azdo_emulator.model.devops.endpoints import (
    EndpointBody,
    ServiceEndpoint,
    change_service_endpoint,
    federated,
    get_service_endpoint_details,
)
from azdo_emulator.model.devops.projects import Organization, get_project
from azdo_emulator.model.store import Session, written

SERVICE_PRINCIPAL = "ServicePrincipal"
SECRET: dict[str, str | None] = {"authenticationType": "spnKey", "serviceprincipalkey": ""}
TRUST = {ISSUER, SUBJECT, ISSUER_TYPE}
REVERTIBLE = timedelta(days=7)


def convert_authentication_scheme(
    session: Session, organization: Organization, project_id: str, endpoint_id: str, scheme: str
) -> ServiceEndpoint:
    """PUT _apis/serviceendpoint/endpoints/{id}?operation=ConvertAuthenticationScheme; the id stays."""
    present = get_service_endpoint_details(session, organization, project_id, endpoint_id)
    if present is None:
        raise errors.endpoint_not_found(endpoint_id)
    revertible = present.revertible_until_at is not None and session.now() < present.revertible_until_at
    if (present.scheme, scheme) == (SERVICE_PRINCIPAL, WORKLOAD_IDENTITY_FEDERATION):
        project = get_project(session, organization, project_id)
        wanted = _body(present, scheme, SECRET.keys(), {})
        body = federated(organization, project, present.endpoint_id, wanted)
        until = written(datetime.fromisoformat(session.now()) + REVERTIBLE)
    elif revertible and scheme == SERVICE_PRINCIPAL:
        body, until = _body(present, scheme, TRUST, SECRET), None
    else:
        raise errors.conversion_refused(present.scheme, scheme)
    change_service_endpoint(session, body, present.endpoint_id)
    session.run(
        "UPDATE service_endpoints SET revertible_until_at = ? WHERE endpoint_id = ?",
        until,
        present.endpoint_id,
    )
    changed = get_service_endpoint_details(session, organization, project_id, present.endpoint_id)
    assert changed is not None
    return changed


def _body(
    present: ServiceEndpoint, scheme: str, without: Set[str], added: dict[str, str | None]
) -> EndpointBody:
    lowered = {name.lower() for name in without}
    kept = {name: value for name, value in present.parameters.items() if name.lower() not in lowered}
    return EndpointBody(
        name=present.name,
        type=present.type,
        url=present.url,
        description=present.description,
        scheme=scheme,
        parameters=kept | added,
        data=present.data,
    )
