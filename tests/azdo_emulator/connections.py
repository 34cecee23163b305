"""What a program gives for connections to Azure."""

from azdo_emulator.model.seed import REGISTRY, SUBSCRIPTION, TENANT
from azdo_emulator.providers.values import Values

TO_SUBSCRIPTION = "azuredevops:index/serviceEndpointAzureRM:ServiceEndpointAzureRM"
TO_REGISTRY = "azuredevops:index/serviceEndpointAzureEcr:ServiceEndpointAzureEcr"
FEDERATION = {"serviceEndpointAuthenticationScheme": "WorkloadIdentityFederation"}


def connections(project_id: str, client_id: str) -> dict[str, Values]:
    """The inputs, by type."""
    shared = FEDERATION | {
        "projectId": project_id,
        "serviceEndpointName": "azure-support",
        "description": "Deploys",
        "credentials": {"serviceprincipalid": client_id},
    }
    place = {"SpnTenantid": TENANT, "SubscriptionId": SUBSCRIPTION, "SubscriptionName": "Contoso Production"}
    registry = {"azurecrName": REGISTRY, "resourceGroup": "rg-shared"}
    return {
        TO_SUBSCRIPTION: shared | {f"azurerm{name}": value for name, value in place.items()},
        TO_REGISTRY: shared | registry | {f"azurecr{name}": value for name, value in place.items()},
    }
