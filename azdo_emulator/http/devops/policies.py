"""Policies of the organisation and of its tenant; no reference of Microsoft's has these calls."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from starlette.responses import JSONResponse, Response

from azdo_emulator.http.body import Body
from azdo_emulator.http.devops.call import AnyContext
from azdo_emulator.http.devops.route import DevOpsRoute
from azdo_emulator.model.devops import errors, policies
from azdo_emulator.model.devops.permissions import EDIT_ORGANIZATION, EDIT_TENANT_POLICIES
from azdo_emulator.model.devops.policies import Policy

of_organization = APIRouter(route_class=DevOpsRoute, tags=["organizationpolicy"])
of_tenant = APIRouter(route_class=DevOpsRoute, tags=["tenantpolicy"])

POLICY = "/{organization}/_apis/organizationpolicy/policies/{policy_name}"


class GivenOperation(Body):
    """One line of a JSON patch; 2 is how .NET writes `replace`."""

    op: Literal["replace", "add", 2]
    path: str
    value: str | bool


@of_organization.get(POLICY)
async def get_policy(
    context: AnyContext, policy_name: str, default: Annotated[bool, Query(alias="defaultValue")] = False
) -> JSONResponse:
    """GET _apis/OrganizationPolicy/Policies/{name}?defaultValue=: what the caller says, if nobody set it."""
    with context.read() as call:
        found = policies.get_policy(call.session, call.organization, policy_name, default)
    undefined = {"isValueUndefined": True} if found.is_undefined else {}
    return JSONResponse(_body(found) | {"effectiveValue": found.value} | undefined)


@of_organization.patch(POLICY)
async def update_policy(context: AnyContext, policy_name: str, given: list[GivenOperation]) -> Response:
    """PATCH _apis/OrganizationPolicy/Policies/{name}, path /Value.

    Simplified: its properties cannot be changed.
    """
    with context.write() as call:
        call.require(EDIT_ORGANIZATION)
        for operation in given:
            value = str(operation.value).lower()
            if operation.path.lower() != "/value" or value not in {"true", "false"}:
                raise errors.patch_not_valid(operation.path)
            policies.update_policy(call.session, call.organization, policy_name, value == "true")
    return Response(status_code=204)


@of_tenant.get("/{organization}/_apis/tenantpolicy/policies/{policy_name}")
async def get_tenant_policy(context: AnyContext, policy_name: str) -> JSONResponse:
    """GET _apis/TenantPolicy/Policies/{name}: for an Azure DevOps Administrator of the tenant."""
    with context.read() as call:
        call.require(EDIT_TENANT_POLICIES)
        found = policies.get_tenant_policy(call.session, call.organization, policy_name)
    return JSONResponse(_body(found))


def _body(policy: Policy) -> dict[str, Any]:
    return {"name": policy.name, "value": policy.value, "properties": dict(policy.properties)}
