"""The roles that every subscription has, by their GUIDs.

The sandbox knows those that an identity for pipelines, bots and agents is likely to need.
"""

from dataclasses import dataclass

from azdo_emulator.model.azure import errors

TYPE = "Microsoft.Authorization/roleDefinitions"

BUILT_IN = {
    "acdd72a7-3385-48ef-bd42-f606fba81ae7": "Reader",
    "b24988ac-6180-42a0-ab88-20f7382dd24c": "Contributor",
    "8e3af657-a8ff-443c-a75c-2fe8c4bcb635": "Owner",
    "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9": "User Access Administrator",
    "f58310d9-a9f6-439a-9e8d-f62e7b41a168": "Role Based Access Control Administrator",
    "7f951dda-4ed3-4680-a7ca-43fe172d538d": "AcrPull",
    "8311e382-0749-4cb8-b61a-304f252e45ec": "AcrPush",
    "c2f4ef07-c644-48eb-af81-4b1b4947fb11": "AcrDelete",
    "f1a07417-d97a-45cb-824c-7a7467783830": "Managed Identity Operator",
    "e40ec5ca-96e0-45a2-b4ff-59039f2c2b59": "Managed Identity Contributor",
    "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1": "Storage Blob Data Reader",
    "ba92f5b4-2d11-453d-a403-e96b0029c9fe": "Storage Blob Data Contributor",
    "b7e6dc6d-f1e8-4753-8033-0f276bb0955b": "Storage Blob Data Owner",
    "974c5e8b-45b9-4653-ba55-5f855dd0fb88": "Storage Queue Data Contributor",
    "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3": "Storage Table Data Contributor",
    "17d1049b-9a84-46fb-8f53-869881c3d3ab": "Storage Account Contributor",
    "4633458b-17de-408a-b874-0445c86b69e6": "Key Vault Secrets User",
    "b86a8fe4-44ce-4948-aee5-eccb2c155cd7": "Key Vault Secrets Officer",
    "00482a5a-887f-4fb3-b363-3b7fe8e74483": "Key Vault Administrator",
    "21090545-7ca7-4776-b22c-e363652d74d2": "Key Vault Reader",
    "9980e02c-c2be-4d73-94e8-173b1dc7cf3c": "Virtual Machine Contributor",
    "4d97b98b-1d4f-4787-a291-c67834d212e7": "Network Contributor",
    "de139f84-1756-47ae-9be6-808fbbe84772": "Website Contributor",
    "0ab0b1a8-8aac-4efd-b8c2-3ee1fb270be8": "Azure Kubernetes Service Cluster Admin Role",
    "4abbcc35-e782-43d8-92c5-2d3f1bd2253f": "Azure Kubernetes Service Cluster User Role",
    "673868aa-7521-48a0-acc6-0f60742d39f5": "Data Factory Contributor",
    "43d0d8ad-25c7-4714-9337-8ba259a9fe05": "Monitoring Reader",
    "73c42c96-874c-492b-b04d-ab87d138a893": "Log Analytics Reader",
}
"""Name of each role, by GUID."""

_AROUND = (
    "Microsoft.Authorization/*/read",
    "Microsoft.Insights/alertRules/*",
    "Microsoft.Resources/subscriptions/resourceGroups/read",
    "Microsoft.Resources/deployments/*",
    "Microsoft.Support/*",
)
ACTIONS = {
    "Reader": ("*/read",),
    "Contributor": ("*",),
    "Owner": ("*",),
    "User Access Administrator": ("*/read", "Microsoft.Authorization/*", "Microsoft.Support/*"),
    "Role Based Access Control Administrator": (
        "Microsoft.Authorization/roleAssignments/write",
        "Microsoft.Authorization/roleAssignments/delete",
        "*/read",
        "Microsoft.Support/*",
    ),
    "Managed Identity Operator": (
        "Microsoft.ManagedIdentity/userAssignedIdentities/*/read",
        "Microsoft.ManagedIdentity/userAssignedIdentities/*/assign/action",
        *_AROUND,
    ),
    "Managed Identity Contributor": (
        "Microsoft.ManagedIdentity/userAssignedIdentities/read",
        "Microsoft.ManagedIdentity/userAssignedIdentities/write",
        "Microsoft.ManagedIdentity/userAssignedIdentities/delete",
        "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/read",
        "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/write",
        "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/delete",
        *_AROUND,
    ),
}
"""What a role allows, by its name. A role that is not here allows nothing that the sandbox has."""

NOT_ACTIONS = {
    "Contributor": (
        "Microsoft.Authorization/*/Delete",
        "Microsoft.Authorization/*/Write",
        "Microsoft.Authorization/elevateAccess/Action",
    ),
}
"""What it does not, although it is among those; of Contributor, only what the sandbox has."""


@dataclass(frozen=True)
class RoleDefinition:
    """A role; id is what an assignment asks for."""

    id: str
    name: str
    role_name: str

    @property
    def actions(self) -> tuple[str, ...]:
        """What it allows; a `*` stands for anything."""
        return ACTIONS.get(self.role_name, ())

    @property
    def not_actions(self) -> tuple[str, ...]:
        """What it does not allow all the same."""
        return NOT_ACTIONS.get(self.role_name, ())


def role_definitions_get(scope: str, guid: str) -> RoleDefinition:
    """GET {scope}/providers/Microsoft.Authorization/roleDefinitions/{GUID}."""
    role_name = BUILT_IN.get(guid.lower())
    if role_name is None:
        raise errors.role_definition_not_found(guid)
    return RoleDefinition(f"{scope}/providers/{TYPE}/{guid.lower()}", guid.lower(), role_name)


def role_definitions_list(scope: str, role_name: str = "") -> list[RoleDefinition]:
    """GET {scope}/providers/Microsoft.Authorization/roleDefinitions?$filter=roleName eq '…'."""
    return [
        role_definitions_get(scope, guid)
        for guid, name in sorted(BUILT_IN.items())
        if role_name.lower() in ("", name.lower())
    ]
