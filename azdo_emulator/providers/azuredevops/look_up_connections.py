"""Look-ups of service connections to Azure, by name or by id."""

from collections.abc import Callable

from azdo_emulator.model import Refused
from azdo_emulator.model.devops import endpoints
from azdo_emulator.model.devops.endpoints import ServiceEndpoint
from azdo_emulator.model.ids import GUID
from azdo_emulator.providers.azuredevops.azure_connections import read_registry, read_subscription
from azdo_emulator.providers.azuredevops.scope import organization
from azdo_emulator.providers.declaring import Call, Function, Mistake
from azdo_emulator.providers.values import Values


def looking_up(reads: Callable[[ServiceEndpoint], Values], type: str) -> Callable[[Call, Values], Values]:
    """The look-up of one connection type."""

    def look_up(call: Call, given: Values) -> Values:
        found = _endpoint(call, given)
        if found.type != type:
            raise Mistake(f"the connection {found.name} is of the type {found.type}, not {type}")
        return reads(found) | {
            "authorization": {"scheme": found.scheme},
            "description": found.description,
            "id": found.endpoint_id,
            "projectId": given["projectId"],
            "serviceEndpointId": found.endpoint_id,
            "serviceEndpointName": found.name,
        }

    return look_up


def _endpoint(call: Call, given: Values) -> ServiceEndpoint:
    project_id, name, endpoint_id = (
        given.get(key, "") for key in ("projectId", "serviceEndpointName", "serviceEndpointId")
    )
    if bool(name) == bool(endpoint_id):
        raise Mistake("one of 'serviceEndpointName' and 'serviceEndpointId' is expected, and not both")
    if not GUID.fullmatch(project_id):
        raise Mistake("Parsing projectID from the Terraform data source declaration: it is no UUID")
    try:
        if endpoint_id:
            found = endpoints.get_service_endpoint_details(
                call.session, organization(call), project_id, endpoint_id
            )
            if found is None:
                raise Mistake("Looking up service endpoint!")
            return found
        of_name = endpoints.get_service_endpoints_by_names(call.session, organization(call), project_id, name)
    except Refused as refused:
        raise Mistake("Looking up service endpoint!") from refused
    if not of_name:
        raise Mistake(
            f"Looking up service endpoint with name ({name}) and projectID ({project_id}): {name} not found!"
        )
    return of_name[0]


FUNCTIONS = (
    Function(
        "azuredevops:index/getServiceEndpointAzureRM:getServiceEndpointAzureRM",
        looking_up(read_subscription, "azurerm"),
    ),
    Function(
        "azuredevops:index/getServiceendpointAzurecr:getServiceendpointAzurecr",
        looking_up(read_registry, "dockerregistry"),
    ),
)
