"""The program plus one service connection that signs in with a personal access token: never deployed.

The program refuses it, and so does the policy pack, each without the other.
"""

import pulumi_azuredevops as azuredevops
from pulumi import ResourceOptions

from stacks.program import deploy

built = deploy()
azuredevops.ServiceEndpointGitHub(
    "legacy-bot",
    project_id=built.names.project("Support").id,
    service_endpoint_name="legacy-bot",
    description="Clones the support scripts with a token of a person who may leave.",
    auth_personal={"personal_access_token": "not-a-real-token"},
    opts=ResourceOptions(provider=built.providers.azure_devops),
)
