"""Applications."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import JSONResponse

from patless.sandbox.model.entra import applications
from patless.sandbox.model.entra.applications import ApplicationDetails
from patless.sandbox.model.entra.permissions import READ_APPLICATIONS
from patless.sandbox.rest.graph.call import AnyVisit
from patless.sandbox.rest.route import Route

router = APIRouter(route_class=Route, tags=["applications"])


@router.get("/{version}/applications/{object_id}")
async def get_application(visit: AnyVisit, object_id: str) -> JSONResponse:
    """GET /applications/{object id}."""
    with visit.read() as call:
        call.require(READ_APPLICATIONS)
        found = applications.get_application(call.session, object_id)
    return JSONResponse({"@odata.context": f"{call.url}/$metadata#applications/$entity"} | _body(found))


def _body(application: ApplicationDetails) -> dict[str, Any]:
    return {
        "id": application.object_id,
        "appId": application.app_id,
        "displayName": application.display_name,
        "signInAudience": application.sign_in_audience,
        "description": application.description or None,
        "notes": application.notes or None,
        "tags": list(application.tags),
    }
