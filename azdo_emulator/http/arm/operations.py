"""Long-running operations: how they go on, told to those who ask."""

from fastapi import APIRouter
from starlette.responses import Response

from azdo_emulator.http.arm.call import AnyContext, Context
from azdo_emulator.http.route import Route
from azdo_emulator.model.azure import operations

RESULTS = "/subscriptions/{subscription_id}/operationresults"

router = APIRouter(route_class=Route, tags=["operations"])


@router.get(RESULTS + "/{operation}")
async def get_operation_result(context: AnyContext, subscription_id: str, operation: str) -> Response:
    """GET /subscriptions/{id}/operationresults/{operation}: 202 until it is over, then 200."""
    with context.read() as call:
        call.require(
            "Microsoft.Resources/subscriptions/operationresults/read", f"/subscriptions/{subscription_id}"
        )
        is_over = operations.is_over(call.session, operation)
    return over_or_running(context, subscription_id, operation, is_over)


def over_or_running(context: Context, subscription_id: str, operation: str, is_over: bool) -> Response:
    """200, or 202 with the place of the result."""
    if is_over:
        return Response(status_code=200)
    path = f"{RESULTS.format(subscription_id=subscription_id)}/{operation}"
    place = f"{context.server.resource_manager}{path}?api-version={context.query['api-version']}"
    return Response(status_code=202, headers={"Location": place, "Retry-After": "1"})
