"""The stand-in for the plug-in azuredevops."""

from patless.sandbox.plugins.azuredevops import group_membership, look_ups, scope, service_endpoints
from patless.sandbox.plugins.azuredevops import service_principal_entitlement as entitlement
from patless.sandbox.plugins.declaring import Provider

PROVIDER = Provider(
    name="azuredevops",
    resources=(entitlement.RESOURCE, group_membership.RESOURCE, *service_endpoints.RESOURCES),
    functions=look_ups.FUNCTIONS,
    complaints=scope.complaints,
    words=lambda refused: refused.message,
    delete_before_replace=False,
)
