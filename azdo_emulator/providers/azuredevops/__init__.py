"""The emulated plug-in azuredevops."""

from azdo_emulator.providers.azuredevops import (
    azure_connections,
    checks,
    group_entitlement,
    group_membership,
    look_ups,
    pipeline_authorization,
    scope,
    security_role_assignment,
    service_endpoints,
    user,
)
from azdo_emulator.providers.azuredevops import service_principal_entitlement as entitlement
from azdo_emulator.providers.declaring import Provider

PROVIDER = Provider(
    name="azuredevops",
    resources=(
        entitlement.RESOURCE,
        user.RESOURCE,
        group_entitlement.RESOURCE,
        group_membership.RESOURCE,
        security_role_assignment.RESOURCE,
        *service_endpoints.RESOURCES,
        *azure_connections.RESOURCES,
        pipeline_authorization.RESOURCE,
        *checks.RESOURCES,
    ),
    functions=look_ups.FUNCTIONS,
    complaints=scope.complaints,
    words=lambda refused: refused.message,
    delete_before_replace=False,
)
