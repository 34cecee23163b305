"""Long-running operations: how they go on, told to those who ask."""

import time
from uuid import uuid4

from fastapi import APIRouter
from starlette.responses import Response

from patless.sandbox.rest.arm.call import AnyVisit, Visit
from patless.sandbox.rest.route import Route

RESULTS = "/subscriptions/{subscription_id}/operationresults"

router = APIRouter(route_class=Route, tags=["operations"])


def finished_or_running(visit: Visit, subscription_id: str) -> Response:
    """200 for an operation that is over, or 202 with the place of its result where they take time."""
    if not visit.door.operations_take:
        return Response(status_code=200)
    # The end stands in the operation's id, so that nothing has to be kept.
    ends_at = int((time.time() + visit.door.operations_take) * 1000)
    return _running(visit, f"{RESULTS.format(subscription_id=subscription_id)}/{uuid4().hex}-{ends_at}")


@router.get(RESULTS + "/{key}-{ends_at}")
async def get_operation_result(visit: AnyVisit, subscription_id: str, key: str, ends_at: int) -> Response:
    """GET /subscriptions/{id}/operationresults/{operation}: 202 until it is over, then 200."""
    with visit.read() as call:
        call.require(
            "Microsoft.Resources/subscriptions/operationresults/read", f"/subscriptions/{subscription_id}"
        )
    if time.time() * 1000 < ends_at:
        return _running(visit, visit.url.removeprefix(visit.door.resource_manager))
    return Response(status_code=200)


def _running(visit: Visit, path: str) -> Response:
    place = f"{visit.door.resource_manager}{path}?api-version={visit.query['api-version']}"
    return Response(status_code=202, headers={"Location": place, "Retry-After": "1"})
