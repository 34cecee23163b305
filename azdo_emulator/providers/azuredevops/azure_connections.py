"""Service connections to Azure: to a subscription, and to a container registry."""

from collections.abc import Iterator

from azdo_emulator.model.devops.endpoint_trust import ISSUER, SUBJECT
from azdo_emulator.model.devops.endpoints import ServiceEndpoint
from azdo_emulator.providers.azuredevops.service_endpoints import Kind
from azdo_emulator.providers.declaring import Mistake
from azdo_emulator.providers.values import Values

URLS = {
    "AzureCloud": "https://management.azure.com/",
    "AzureChinaCloud": "https://management.chinacloudapi.cn/",
    "AzureUSGovernment": "https://management.usgovcloudapi.net/",
    "AzureGermanCloud": "https://management.microsoftazure.de",
}


def _scheme(inputs: Values) -> str:
    return str(inputs["serviceEndpointAuthenticationScheme"])


def _creation_mode(inputs: Values) -> str:
    return "Manual" if inputs.get("credentials") else "Automatic"


def _url(inputs: Values) -> str:
    url = URLS.get(inputs["environment"]) or inputs.get("serverUrl")
    if not url:
        raise Mistake("`server_url` is required when `environment` is `AzureStack`")
    return str(url)


def _to_subscription(inputs: Values) -> tuple[str, dict[str, str]]:
    scheme, credentials = _scheme(inputs), inputs.get("credentials", {})
    parameters = {"tenantid": inputs["azurermSpnTenantid"]}
    if scheme == "ManagedServiceIdentity":
        return scheme, parameters
    parameters["serviceprincipalid"] = credentials.get("serviceprincipalid", "")
    if credentials.get("serviceprincipalkey"):
        parameters["authenticationType"] = "spnKey"
        parameters["serviceprincipalkey"] = credentials["serviceprincipalkey"]
    if credentials.get("serviceprincipalcertificate"):
        parameters["authenticationType"] = "spnCertificate"
        parameters["servicePrincipalCertificate"] = credentials["serviceprincipalcertificate"]
    if inputs.get("resourceGroup") and inputs.get("azurermSubscriptionId"):
        parameters["scope"] = (
            f"/subscriptions/{inputs['azurermSubscriptionId']}/resourcegroups/{inputs['resourceGroup']}"
        )
    return scheme, parameters


def _subscription(inputs: Values) -> dict[str, str]:
    data = {"environment": inputs["environment"]}
    if _scheme(inputs) != "ManagedServiceIdentity":
        data["creationMode"] = _creation_mode(inputs)
    group = {"azurermManagementGroupId", "azurermManagementGroupName"} & inputs.keys()
    if len(group) == 1:
        raise Mistake("azurerm_management_group_id and azurerm_management_group_name must be provided")
    if not group and not {"azurermSubscriptionId", "azurermSubscriptionName"} & inputs.keys():
        raise Mistake(
            "One of either subscription scoped (azurerm_subscription_id, azurerm_subscription_name) or "
            "managementGroup scoped (azurerm_management_ggroup_id, azurerm_management_group_name) details "
            "must be provided"
        )
    if group:
        return data | {
            "scopeLevel": "ManagementGroup",
            "managementGroupId": inputs["azurermManagementGroupId"],
            "managementGroupName": inputs["azurermManagementGroupName"],
        }
    return data | {
        "scopeLevel": "Subscription",
        "subscriptionId": inputs.get("azurermSubscriptionId", ""),
        "subscriptionName": inputs.get("azurermSubscriptionName", ""),
    }


def _subscription_complaints(inputs: Values) -> Iterator[str]:
    for name in ("credentials", "azurermManagementGroupId"):
        if "resourceGroup" in inputs and name in inputs:
            yield f"'resourceGroup' conflicts with '{name}'"
    if "azurermManagementGroupId" in inputs and "azurermSubscriptionId" in inputs:
        yield "'azurermManagementGroupId' conflicts with 'azurermSubscriptionId'"


def read_subscription(endpoint: ServiceEndpoint) -> Values:
    """What a connection to a subscription shows, in a state and in a look-up alike."""
    data, scope = endpoint.data, endpoint.parameters.get("scope") or ""
    return _federation(endpoint) | {
        "azurermManagementGroupId": data.get("managementGroupId"),
        "azurermManagementGroupName": data.get("managementGroupName"),
        "azurermSpnTenantid": endpoint.parameters.get("tenantid"),
        "azurermSubscriptionId": data.get("subscriptionId"),
        "azurermSubscriptionName": data.get("subscriptionName"),
        "environment": data.get("environment"),
        "resourceGroup": scope.split("/")[4] if scope.count("/") == 4 else None,
        "serverUrl": endpoint.url,
        "serviceEndpointAuthenticationScheme": endpoint.scheme,
    }


def _login_server(inputs: Values) -> str:
    return f"{inputs['azurecrName'].lower()}.azurecr.io"


def _registry_id(inputs: Values) -> str:
    return (
        f"/subscriptions/{inputs['azurecrSubscriptionId']}/resourceGroups/{inputs.get('resourceGroup', '')}"
        f"/providers/Microsoft.ContainerRegistry/registries/{inputs['azurecrName']}"
    )


def _to_registry(inputs: Values) -> tuple[str, dict[str, str]]:
    scheme = _scheme(inputs)
    if scheme == "ManagedServiceIdentity":
        raise Mistake("ManagedServiceIdentity AuthenticationScheme is not supported yet")
    if scheme == "ServicePrincipal" and inputs.get("credentials"):
        raise Mistake("ServicePrincipal Manual EndpointCreationMode is not supported yet")
    return scheme, {
        "loginServer": _login_server(inputs),
        "scope": _registry_id(inputs),
        "serviceprincipalid": inputs.get("credentials", {}).get("serviceprincipalid", ""),
        "tenantId": inputs["azurecrSpnTenantid"],
    }


def _registry(inputs: Values) -> dict[str, str]:
    return {
        "appObjectId": "",
        "azureSpnPermissions": "",
        "azureSpnRoleAssignmentId": "",
        "creationMode": _creation_mode(inputs),
        "registryId": _registry_id(inputs),
        "registrytype": "ACR",
        "spnObjectId": "",
        "subscriptionId": inputs["azurecrSubscriptionId"],
        "subscriptionName": inputs["azurecrSubscriptionName"],
    }


def read_registry(endpoint: ServiceEndpoint) -> Values:
    """What a connection to a registry shows, in a state and in a look-up alike."""
    data, scope = endpoint.data, (endpoint.parameters.get("scope") or "").split("/")
    return _federation(endpoint) | {
        "appObjectId": data.get("appObjectId"),
        "azSpnRoleAssignmentId": data.get("azureSpnRoleAssignmentId"),
        "azSpnRolePermissions": data.get("azureSpnPermissions"),
        "azurecrName": scope[8],
        "azurecrSpnTenantid": endpoint.parameters.get("tenantId"),
        "azurecrSubscriptionId": data.get("subscriptionId"),
        "azurecrSubscriptionName": data.get("subscriptionName"),
        "resourceGroup": scope[4],
        "serviceEndpointAuthenticationScheme": endpoint.scheme,
        "spnObjectId": data.get("spnObjectId"),
    }


def _federation(endpoint: ServiceEndpoint) -> Values:
    return {
        "servicePrincipalId": endpoint.parameters.get("serviceprincipalid"),
        "workloadIdentityFederationIssuer": endpoint.parameters.get(ISSUER),
        "workloadIdentityFederationSubject": endpoint.parameters.get(SUBJECT),
    }


def _credentials(endpoint: ServiceEndpoint) -> Values:
    """On an import: the identity, without what was secret."""
    if endpoint.data.get("creationMode") != "Manual":
        return {}
    return {"credentials": {"serviceprincipalid": endpoint.parameters.get("serviceprincipalid")}}


KINDS = (
    Kind(
        token="serviceEndpointAzureRM:ServiceEndpointAzureRM",  # noqa: S106
        type="azurerm",
        url=_url,
        authorization=_to_subscription,
        data=_subscription,
        reads=read_subscription,
        fills=_credentials,
        complaints=_subscription_complaints,
    ),
    Kind(
        token="serviceEndpointAzureEcr:ServiceEndpointAzureEcr",  # noqa: S106
        type="dockerregistry",
        url=lambda inputs: f"https://{_login_server(inputs)}",
        authorization=_to_registry,
        data=_registry,
        reads=read_registry,
        fills=_credentials,
    ),
)

RESOURCES = tuple(kind.resource() for kind in KINDS)
