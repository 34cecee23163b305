"""What is made and then imported differs in nothing from what the program wants."""

import pytest

from azdo_emulator.model.seed import DEPLOYER, ENTRA_GROUPS, REGISTRY, SUBSCRIPTION, TENANT
from azdo_emulator.providers import azure_native, azuread, azuredevops
from azdo_emulator.providers.values import read

from .conftest import ENTITLEMENT, MEMBERSHIP

pytestmark = pytest.mark.sandbox

DEVOPS = "azuredevops:index/"
GROUP = "azure-native:resources:ResourceGroup"
IDENTITY = "azure-native:managedidentity:UserAssignedIdentity"
TRUST = "azure-native:managedidentity:FederatedIdentityCredential"
ROLE = "azure-native:authorization:RoleAssignment"
APPLICATION = "azuread:index/application:Application"
PRINCIPAL = "azuread:index/servicePrincipal:ServicePrincipal"
CREDENTIAL = "azuread:index/applicationFederatedIdentityCredential:ApplicationFederatedIdentityCredential"
TO_SUBSCRIPTION = f"{DEVOPS}serviceEndpointAzureRM:ServiceEndpointAzureRM"
TO_REGISTRY = f"{DEVOPS}serviceEndpointAzureEcr:ServiceEndpointAzureEcr"
CHECKS = ("Approval", "BranchControl", "ExclusiveLock", "BusinessHours", "RequiredTemplate")

# Their ids say nothing, or nobody imports them because the guardrails refuse them.
NEVER = {MEMBERSHIP}
TOKENS = {f"{DEVOPS}{name}" for name in (
    "serviceEndpointAzureDevOps:ServiceEndpointAzureDevOps",
    "serviceEndpointGitHub:ServiceEndpointGitHub",
    "serviceEndpointPipeline:ServiceEndpointPipeline",
    "serviceendpointExternaltfs:ServiceendpointExternaltfs",
)}  # fmt: skip
PASSWORDS = {
    "azuread:index/applicationPassword:ApplicationPassword",
    "azuread:index/servicePrincipalPassword:ServicePrincipalPassword",
}


@pytest.fixture
def plugins(azure, devops, entra):
    return {"azure-native": azure, "azuredevops": devops, "azuread": entra}


@pytest.fixture
def programs(plugins, project_id):
    """What a program gives for one resource of each type, and the id to import each by."""
    made, wanted, by = {}, {}, {}

    def add(token, import_by="{id}", **inputs):
        made[token] = plugins[token.split(":")[0]].create(token, inputs)
        wanted[token] = inputs
        by[token] = import_by.format(id=made[token][0])
        return made[token]

    of_project = project_id + "/{id}"
    trusted = {"issuer": "https://issuer", "subject": "subject", "audiences": ["audience"]}
    add(GROUP, resourceGroupName="rg-bots", location="westeurope")
    add(IDENTITY, resourceGroupName="rg-bots", resourceName="id-bot")
    in_group = {"resourceGroupName": "rg-bots", "resourceName": "id-bot"}
    add(TRUST, federatedIdentityCredentialResourceName="trust", **in_group, **trusted)
    reader = "/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7"
    subscription = f"/subscriptions/{SUBSCRIPTION}"
    add(
        ROLE,
        scope=made[GROUP][0],
        roleAssignmentName=TENANT,
        roleDefinitionId=subscription + reader,
        principalId=made[IDENTITY][1]["principalId"],
        principalType="ServicePrincipal",
    )
    add(APPLICATION, displayName="bot", owners=[DEPLOYER[1]], description="")
    app_id = made[APPLICATION][1]["clientId"]
    add(PRINCIPAL, clientId=app_id, owners=[DEPLOYER[1]])
    add(CREDENTIAL, applicationId=made[APPLICATION][0], displayName="trust", **trusted)
    member, _ = add(ENTITLEMENT, originId=made[PRINCIPAL][1]["objectId"])
    add(f"{DEVOPS}user:User", principalName="dev.one@contoso.com", accountLicenseType="basic")
    add(f"{DEVOPS}groupEntitlement:GroupEntitlement", originId=ENTRA_GROUPS["sg-support"][0], origin="aad")
    connection = {
        "projectId": project_id,
        "description": "",
        "serviceEndpointAuthenticationScheme": "WorkloadIdentityFederation",
        "credentials": {"serviceprincipalid": app_id},
    }
    arm = {
        "azurermSpnTenantid": TENANT,
        "azurermSubscriptionId": SUBSCRIPTION,
        "azurermSubscriptionName": "x",
    }
    to, _ = add(TO_SUBSCRIPTION, of_project, serviceEndpointName="azure-support", **connection, **arm)
    acr = {name.replace("azurerm", "azurecr"): value for name, value in arm.items()}
    acr |= {"azurecrName": REGISTRY, "resourceGroup": "rg-shared"}
    add(TO_REGISTRY, of_project, serviceEndpointName="images", **connection, **acr)
    group = plugins["azuredevops"].invoke(
        f"{DEVOPS}getGroup:getGroup", projectId=project_id, name="Release Approvers"
    )
    hours = {"displayName": "Hours", "timeZone": "UTC", "startTime": "08:00", "endTime": "18:00"}
    template = {"repositoryType": "azuregit", "repositoryName": "Support/templates"}
    template |= {"repositoryRef": "refs/heads/main", "templatePath": "deploy.yml"}
    more = {
        "Approval": {"approvers": [group["groupId"]]},
        "BranchControl": {"displayName": "Branches"},
        "BusinessHours": {**hours, "monday": True},
        "RequiredTemplate": {"requiredTemplates": [template]},
    }
    for name in CHECKS:
        on = {"projectId": project_id, "targetResourceId": to, "targetResourceType": "endpoint"}
        add(f"{DEVOPS}check{name}:Check{name}", of_project, **on, **more.get(name, {}))
    pool = {"scope": "distributedtask.agentpoolrole", "resourceId": "9", "roleName": "Administrator"}
    add(f"{DEVOPS}securityroleAssignment:SecurityroleAssignment", identityId=member, **pool)
    use = {"projectId": project_id, "resourceId": to, "type": "endpoint", "pipelineId": 12}
    add(f"{DEVOPS}pipelineAuthorization:PipelineAuthorization", **use)
    return wanted, by


def test_an_import_of_each_type_differs_in_nothing(plugins, programs):
    wanted, by = programs
    every = {each.token for of in (azure_native, azuread, azuredevops) for each in of.PROVIDER.resources}
    assert set(wanted) == every - NEVER - TOKENS - PASSWORDS

    for token, inputs in wanted.items():
        plugin = plugins[token.split(":")[0]]
        imported = plugin.read(token, by[token])
        diff = plugin.diff(token, read(imported.inputs), plugin.checked(token, inputs))
        assert (token, list(diff.diffs)) == (token, [])


def test_a_refresh_of_each_type_changes_nothing(plugins, programs):
    wanted, by = programs

    for token, inputs in wanted.items():
        plugin = plugins[token.split(":")[0]]
        imported = plugin.read(token, by[token])
        checked = plugin.checked(token, inputs)
        again = plugin.read(token, imported.id, read(imported.properties), checked)
        assert (token, read(again.inputs)) == (token, checked)
        assert read(again.properties) == read(imported.properties)
