"""Whom an identity has to trust so that a service connection signs in as it: an issuer and a subject."""

from collections.abc import Mapping

from azdo_emulator.model import ids
from azdo_emulator.model.devops import errors
from azdo_emulator.model.devops.projects import Organization, Project

AZURE_DEVOPS = "499b84ac-1321-427f-aa17-267ca6975798"
"""The client id of Azure DevOps itself, in every tenant."""

WORKLOAD_IDENTITY_FEDERATION = "WorkloadIdentityFederation"
ISSUER, SUBJECT = "workloadIdentityFederationIssuer", "workloadIdentityFederationSubject"
ISSUER_TYPE = "workloadIdentityFederationIssuerType"
"""Parameters of an authorisation by federation, which the service adds to those that a caller gives."""

RETIRING_ISSUER = "https://vstoken.dev.azure.com/"
"""How the issuer begins that Azure DevOps itself is; it retires on 2027-07-01."""

SOVEREIGN = {"azurechinacloud", "azuregermancloud", "azureusgovernment"}
"""Environments of connections for which Azure DevOps goes on to be the issuer; nothing retires there."""

Parameters = Mapping[str, str | None]


def by_entra(organization: Organization, endpoint_id: str, given: Parameters) -> Parameters:
    """The trust of every new connection to the public cloud.

    The subject is opaque: Entra's own form, of which Microsoft's documentation shows the beginning.
    """
    tenant_id = _guid(given, "tenantid")
    _guid(given, "serviceprincipalid")
    return {
        **given,
        ISSUER: f"https://login.microsoftonline.com/{tenant_id.lower()}/v2.0",
        SUBJECT: f"/eid1/c/pub/t/{ids.encoded_guid(tenant_id)}/a/{ids.encoded_guid(AZURE_DEVOPS)}"
        f"/sc/{organization.organization_id}/{endpoint_id}",
        ISSUER_TYPE: "EntraID",
    }


def by_azure_devops(organization: Organization, project: Project, name: str, given: Parameters) -> Parameters:
    """The trust of an old connection, or of one to a government's cloud; a rename changes its subject.

    That one keeps it until a caller asks for the other was not seen live.
    """
    return {
        **given,
        ISSUER: f"{RETIRING_ISSUER}{organization.organization_id}",
        SUBJECT: f"sc://{organization.name}/{project.name}/{name}",
    }


def _guid(given: Parameters, name: str) -> str:
    value = next((value for key, value in given.items() if key.lower() == name), None) or ""
    if not ids.GUID.fullmatch(value):
        raise errors.connection_parameter_not_valid(name)
    return value
