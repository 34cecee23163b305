"""The permissions of Microsoft Graph with which an application can make itself administrator of the tenant.

Microsoft's list of permissions has the ids; which of them lead to Global Administrator is researched in
https://github.com/emiliensocchi/azure-tiering. `Application.ReadWrite.OwnedBy` is left out: what deploys
applications needs it.
"""

from collections.abc import Mapping

# By permission: its id for an application, and its id on behalf of a user.
PERMISSIONS: Mapping[str, tuple[str, ...]] = {
    "Application.ReadWrite.All": (
        "1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9",
        "bdfbf15f-ee85-4955-8675-146e8e5296b5",
    ),
    "AppRoleAssignment.ReadWrite.All": (
        "06b708a9-e830-4db3-a914-8e69da51d44f",
        "84bccea3-f856-4a8a-967b-dbe0a3d53a64",
    ),
    "Directory.ReadWrite.All": (
        "19dbc75e-c2e2-444c-a770-ec69d8559fc7",
        "c5366453-9fb0-48a5-a156-24f0c49a4b84",
    ),
    "Domain.ReadWrite.All": ("7e05723c-0bb0-42da-be95-ae9f08a6e53c", "0b5d694c-a244-4bde-86e6-eb5cd07730fe"),
    "EntitlementManagement.ReadWrite.All": (
        "9acd699f-1e81-4958-b001-93b1d2506e19",
        "ae7a573d-81d7-432b-ad44-4ed5c9d89038",
    ),
    "Organization.ReadWrite.All": (
        "292d869f-3427-49a8-9dab-8c70152b74e9",
        "46ca0847-7e6b-426e-9775-ea810a948356",
    ),
    "Policy.ReadWrite.AuthenticationMethod": (
        "29c18626-4985-4dcd-85c0-193eef327366",
        "7e823077-d88e-468f-a337-e18f1f0e6c7c",
    ),
    "Policy.ReadWrite.ConditionalAccess": (
        "01c0a623-fc9b-48e9-b794-0756f8e8f067",
        "ad902697-1014-4ef5-81ef-2b4301988e8c",
    ),
    "Policy.ReadWrite.PermissionGrant": (
        "a402ca1c-2696-4531-972d-6e5ee4aa11ea",
        "2672f8bb-fd5e-42e0-85e1-ec764dd2614e",
    ),
    "PrivilegedAccess.ReadWrite.AzureADGroup": (
        "2f6817f8-7b12-4f0f-bc18-eeaf60705a9e",
        "32531c59-1f32-461f-b8df-6f8a3b89f73b",
    ),
    "PrivilegedAssignmentSchedule.ReadWrite.AzureADGroup": (
        "41202f2c-f7ab-45be-b001-85c9728b9d69",
        "06dbc45d-6708-4ef0-a797-f797ee68bf4b",
    ),
    "PrivilegedEligibilitySchedule.ReadWrite.AzureADGroup": (
        "618b6020-bca8-4de6-99f6-ef445fa4d857",
        "ba974594-d163-484e-ba39-c330d5897667",
    ),
    "RoleAssignmentSchedule.ReadWrite.Directory": (
        "dd199f4a-f148-40a4-a2ec-f0069cc799ec",
        "8c026be3-8e26-4774-9372-8d5d6f21daff",
    ),
    "RoleEligibilitySchedule.ReadWrite.Directory": (
        "fee28b28-e1f3-4841-818e-2704dc62245f",
        "62ade113-f8e0-4bf9-a6ba-5acb31db32fd",
    ),
    "RoleManagement.ReadWrite.Directory": (
        "9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8",
        "d01b97e9-cbc0-49fe-810a-750afd5527a3",
    ),
    "RoleManagementPolicy.ReadWrite.AzureADGroup": (
        "b38dcc4d-a239-4ed6-aa84-6c65b284f97c",
        "0da165c7-3f15-4236-b733-c0b0f6abe41d",
    ),
    "RoleManagementPolicy.ReadWrite.Directory": (
        "31e08e0a-d3f7-4ca2-ac39-7343fb83e8ad",
        "1ff1be21-34eb-448c-9ac9-ce1f506b2a68",
    ),
    "User-PasswordProfile.ReadWrite.All": (
        "cc117bb9-00cf-4eb8-b580-ea2a878fe8f7",
        "56760768-b641-451f-8906-e1b8ab31bca7",
    ),
    "UserAuthenticationMethod.ReadWrite.All": (
        "50483e42-d915-4231-9639-7fdb7fd190e5",
        "b7887744-6746-4312-813d-72daeaee7e2d",
    ),
    "Directory.AccessAsUser.All": ("0e263e50-5827-48a4-b97c-d940288653c7",),
}

NAMES = frozenset(name.casefold() for name in PERMISSIONS)
IDS = frozenset(one for ids in PERMISSIONS.values() for one in ids)

DIRECTORIES = frozenset({"00000003-0000-0000-c000-000000000000", "00000002-0000-0000-c000-000000000000"})
"""Microsoft Graph, and the one before it."""
