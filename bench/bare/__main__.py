"""The resources of the generated workloads, written with the SDKs alone: what Patless is measured against."""

import os
from uuid import NAMESPACE_URL, uuid5

import pulumi
import pulumi_azure_native as azure_native
import pulumi_azuread as azuread
import pulumi_azuredevops as azuredevops
from pulumi import InvokeOptions, ResourceOptions

TENANT = "8f0c1f6e-0d0c-4b56-9a63-1f6f0a6f2b11"
SUBSCRIPTION = "3d1f1d0e-5c2b-4f0e-8a43-0c6c1a1f9b02"
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg-support"
ROLES = f"/subscriptions/{SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions"
READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7"

azure = azure_native.Provider("azure", subscription_id=SUBSCRIPTION, tenant_id=TENANT)
devops = azuredevops.Provider(
    "azure-devops", org_service_url="https://dev.azure.com/contoso", tenant_id=TENANT
)
entra = azuread.Provider("entra", tenant_id=TENANT)
in_azure, in_devops = ResourceOptions(provider=azure), ResourceOptions(provider=devops)

found = InvokeOptions(provider=devops)
project = azuredevops.get_project(name="Support", opts=found).id
contributors = azuredevops.get_group(name="Contributors", project_id=project, opts=found).descriptor
pipeline = azuredevops.get_build_definition(project_id=project, name="support", path="\\deploy", opts=found)
identities = azure_native.resources.ResourceGroup(
    "identities",
    resource_group_name="rg-bench-identities",
    location="westeurope",
    tags={"managed-by": "patless"},
    opts=in_azure,
)


def declare(name: str, connected: bool) -> pulumi.Output[str]:
    """Declare one workload; its client id."""
    identity = azure_native.managedidentity.UserAssignedIdentity(
        f"{name}-identity",
        resource_name_=f"id-{name}",
        resource_group_name=identities.name,
        location="westeurope",
        tags={"managed-by": "patless"},
        opts=in_azure,
    )
    member = azuredevops.ServicePrincipalEntitlement(
        f"{name}-member",
        origin="aad",
        origin_id=identity.principal_id,
        account_license_type="express",
        licensing_source="account",
        opts=in_devops,
    )
    azuredevops.GroupMembership(
        f"{name}-membership", group=contributors, members=[member.descriptor], mode="add", opts=in_devops
    )
    if connected:
        connect(name, identity)
    client_id: pulumi.Output[str] = identity.client_id
    return client_id


def connect(name: str, identity: azure_native.managedidentity.UserAssignedIdentity) -> None:
    """Declare a service connection that signs in as the identity."""
    connection = azuredevops.ServiceEndpointAzureRM(
        f"{name}-endpoint",
        project_id=project,
        service_endpoint_name=f"azure-{name}",
        description="One of many generated workloads.",
        service_endpoint_authentication_scheme="WorkloadIdentityFederation",
        credentials={"serviceprincipalid": identity.client_id},
        azurerm_spn_tenantid=identity.tenant_id,
        azurerm_subscription_id=SUBSCRIPTION,
        azurerm_subscription_name="Contoso Production",
        opts=in_devops,
    )
    trust = azure_native.managedidentity.FederatedIdentityCredential(
        f"{name}-trust",
        resource_name_=identity.name,
        resource_group_name=identities.name,
        federated_identity_credential_resource_name=f"azure-{name}",
        issuer=connection.workload_identity_federation_issuer,
        subject=connection.workload_identity_federation_subject,
        audiences=["api://AzureADTokenExchange"],
        opts=in_azure,
    )
    role = azure_native.authorization.RoleAssignment(
        f"{name}-role",
        role_assignment_name=str(uuid5(NAMESPACE_URL, f"{GROUP}/{READER}/{name}")),
        scope=GROUP,
        role_definition_id=f"{ROLES}/{READER}",
        principal_id=identity.principal_id,
        principal_type="ServicePrincipal",
        opts=in_azure,
    )
    azuredevops.PipelineAuthorization(
        f"{name}-pipeline",
        project_id=project,
        resource_id=connection.id,
        type="endpoint",
        pipeline_id=int(pipeline.id),
        opts=ResourceOptions(provider=devops, depends_on=[trust, role]),
    )


names = [f"workload-{number:03}" for number in range(int(os.environ["BENCH_SIZE"]))]
clients = {name: declare(name, connected=number % 3 == 0) for number, name in enumerate(names)}
pulumi.export("client_ids", clients)
