"""Service hooks."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import JSONResponse, Response

from azdo_emulator.http.body import Body
from azdo_emulator.http.devops.call import AnyContext, Call
from azdo_emulator.http.devops.identity_refs import identity_ref
from azdo_emulator.http.devops.pages import listed
from azdo_emulator.http.devops.route import DevOpsRoute
from azdo_emulator.model.devops import service_hooks
from azdo_emulator.model.devops.permissions import EDIT_ORGANIZATION
from azdo_emulator.model.devops.service_hooks import ServiceHook, ServiceHookBody

router = APIRouter(route_class=DevOpsRoute, tags=["hooks"])

SUBSCRIPTIONS = "/{organization}/_apis/hooks/subscriptions"
HIDDEN = "********"
"""What the service shows in the place of a secret."""


class GivenSubscription(Body):
    """A subscription as it is to be."""

    publisher_id: str
    event_type: str
    consumer_id: str
    consumer_action_id: str
    publisher_inputs: dict[str, str | None] | None = None
    consumer_inputs: dict[str, str | None] | None = None


@router.get(SUBSCRIPTIONS)
async def list_subscriptions(
    context: AnyContext,
    event_type: Annotated[str, Query(alias="eventType")] = "",
    consumer_id: Annotated[str, Query(alias="consumerId")] = "",
) -> JSONResponse:
    """GET _apis/hooks/subscriptions?eventType=&consumerId=."""
    with context.read() as call:
        found = service_hooks.list_subscriptions(call.session, call.organization, event_type, consumer_id)
        bodies = [_body(call, each) for each in found]
    return listed(bodies)


@router.post(SUBSCRIPTIONS)
async def create_subscription(context: AnyContext, given: GivenSubscription) -> JSONResponse:
    """POST _apis/hooks/subscriptions. Simplified: nothing is ever sent; an administrator's alone to make."""
    with context.write() as call:
        call.require(EDIT_ORGANIZATION)
        inputs = {
            "publisher_inputs": given.publisher_inputs or {},
            "consumer_inputs": given.consumer_inputs or {},
        }
        body = ServiceHookBody(**given.model_dump() | inputs)
        made = service_hooks.create_subscription(call.session, call.organization, body, call.caller)
        shown = _body(call, made)
    return JSONResponse(shown)


@router.get(f"{SUBSCRIPTIONS}/{{subscription_id}}")
async def get_subscription(context: AnyContext, subscription_id: str) -> JSONResponse:
    """GET _apis/hooks/subscriptions/{id}."""
    with context.read() as call:
        found = service_hooks.get_subscription(call.session, call.organization, subscription_id)
        body = _body(call, found)
    return JSONResponse(body)


@router.delete(f"{SUBSCRIPTIONS}/{{subscription_id}}")
async def delete_subscription(context: AnyContext, subscription_id: str) -> Response:
    """DELETE _apis/hooks/subscriptions/{id}."""
    with context.write() as call:
        call.require(EDIT_ORGANIZATION)
        service_hooks.delete_subscription(call.session, call.organization, subscription_id)
    return Response(status_code=204)


def _body(call: Call, hook: ServiceHook) -> dict[str, Any]:
    creator = identity_ref(call, hook.created_by)
    return {
        "id": hook.subscription_id,
        "url": f"{call.url}/_apis/hooks/subscriptions/{hook.subscription_id}",
        "status": "enabled",
        "publisherId": hook.publisher_id,
        "eventType": hook.event_type,
        "eventDescription": "",
        "consumerId": hook.consumer_id,
        "consumerActionId": hook.consumer_action_id,
        "actionDescription": "",
        "createdBy": creator,
        "createdDate": hook.created_at,
        "modifiedBy": creator,
        "modifiedDate": hook.created_at,
        "publisherInputs": dict(hook.publisher_inputs),
        "consumerInputs": {
            name: HIDDEN if value is None else value for name, value in hook.consumer_inputs.items()
        },
    }
