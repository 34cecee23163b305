"""Who calls, and which organisation answers: what a client asks to see whether it is let in."""

from fastapi import APIRouter
from starlette.responses import JSONResponse

from azdo_emulator.http.devops.call import AnyContext
from azdo_emulator.http.devops.identity_bodies import caller_body
from azdo_emulator.http.devops.route import DevOpsRoute
from azdo_emulator.model import ids

router = APIRouter(route_class=DevOpsRoute, tags=["location"])

SERVICE_OWNER = "00025394-6065-48ca-87d9-7f5672854ef7"
"""Azure DevOps' own name for the service behind dev.azure.com."""


@router.get("/{organization}/_apis/connectiondata")
async def get_connection_data(context: AnyContext) -> JSONResponse:
    """GET _apis/connectionData: the caller, and the organisation's id (instanceId).

    Simplified: without a token, the service answers for nobody instead of refusing.
    """
    with context.read() as call:
        caller = caller_body(call)
        organization_id = call.organization.organization_id
    return JSONResponse(
        {
            "authenticatedUser": caller,
            "authorizedUser": caller,
            "instanceId": organization_id,
            "deploymentId": ids.guid("deployment"),
            "deploymentType": "hosted",
            "locationServiceData": {
                "serviceOwner": SERVICE_OWNER,
                "defaultAccessMappingMoniker": "PublicAccessMapping",
                "lastChangeId": 1,
                "lastChangeId64": 1,
            },
        }
    )
