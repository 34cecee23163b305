"""A program that knows nothing of Patless: the policy pack alone refuses its personal access token."""

import pulumi_azuredevops as azuredevops
from pulumi import InvokeOptions, ResourceOptions

contoso = azuredevops.Provider(
    "contoso",
    org_service_url="https://dev.azure.com/contoso",
    tenant_id="8f0c1f6e-0d0c-4b56-9a63-1f6f0a6f2b11",
)
support = azuredevops.get_project(name="Support", opts=InvokeOptions(provider=contoso))
azuredevops.ServiceEndpointGitHub(
    "support-scripts",
    project_id=support.id,
    service_endpoint_name="support-scripts",
    description="Clones the support scripts with a token of a person who may leave.",
    auth_personal={"personal_access_token": "not-a-real-token"},
    opts=ResourceOptions(provider=contoso),
)
