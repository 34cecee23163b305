"""Trying a service connection: what it would be told where it leads.

The call stands on https://dev.azure.com/{organization}/{project}/_apis/serviceendpoint/endpointproxy.
"""

from azdo_emulator.model.devops.endpoint_trust import ISSUER, SUBJECT
from azdo_emulator.model.devops.endpoints import ServiceEndpoint
from azdo_emulator.model.entra import federated_credentials
from azdo_emulator.model.store import Session

TEST_CONNECTION = "TestConnection"
"""The one data source that the sandbox has."""


def execute_service_endpoint_request(session: Session, endpoint: ServiceEndpoint) -> str:
    """POST endpointproxy, data source TestConnection: what fails, or nothing.

    One that signs in with a secret always gets in: the sandbox has no secret to compare.
    """
    app_id, issuer = endpoint.parameter("serviceprincipalid"), endpoint.parameter(ISSUER)
    if issuer and not federated_credentials.is_trusted(session, app_id, issuer, endpoint.parameter(SUBJECT)):
        return (
            f"AADSTS70025: The client '{app_id}' has no configured federated identity credentials that match."
        )
    return ""
