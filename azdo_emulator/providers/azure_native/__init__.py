"""The emulated plug-in azure-native."""

from azdo_emulator.providers.azure_native import (
    federated_identity_credential,
    look_ups,
    resource_group,
    role_assignment,
    scope,
    user_assigned_identity,
)
from azdo_emulator.providers.declaring import Provider

PROVIDER = Provider(
    name="azure-native",
    resources=(
        resource_group.RESOURCE,
        user_assigned_identity.RESOURCE,
        federated_identity_credential.RESOURCE,
        role_assignment.RESOURCE,
    ),
    functions=(resource_group.FUNCTION, *look_ups.FUNCTIONS),
    complaints=scope.complaints,
    words=lambda refused: f'Status={refused.status} Code="{refused.code}" Message="{refused.message}"',
    delete_before_replace=True,
)
