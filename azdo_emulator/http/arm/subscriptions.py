"""Subscriptions."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import JSONResponse

from azdo_emulator.http.arm.call import AnyContext
from azdo_emulator.http.route import Route
from azdo_emulator.model.azure import permissions, resource_groups
from azdo_emulator.model.azure.resource_groups import Subscription

READ = "Microsoft.Resources/subscriptions/read"

router = APIRouter(route_class=Route, tags=["subscriptions"])


@router.get("/subscriptions")
async def subscriptions_list(context: AnyContext) -> JSONResponse:
    """GET /subscriptions: those in which the caller may read."""
    with context.read() as call:
        found = [
            _body(subscription)
            for subscription in resource_groups.subscriptions_list(call.session)
            if permissions.holds(call.session, call.claims.object_id, READ, _id(subscription.subscription_id))
        ]
    return JSONResponse({"value": found, "count": {"type": "Total", "value": len(found)}})


@router.get("/subscriptions/{subscription_id}")
async def subscriptions_get(context: AnyContext, subscription_id: str) -> JSONResponse:
    """GET /subscriptions/{id}."""
    with context.read() as call:
        call.require(READ, _id(subscription_id))
        found = resource_groups.subscriptions_get(call.session, subscription_id)
    return JSONResponse(_body(found))


def _id(subscription_id: str) -> str:
    return f"/subscriptions/{subscription_id}"


def _body(subscription: Subscription) -> dict[str, Any]:
    return {
        "id": _id(subscription.subscription_id),
        "authorizationSource": "RoleBased",
        "subscriptionId": subscription.subscription_id,
        "tenantId": subscription.tenant_id,
        "displayName": subscription.display_name,
        "state": "Enabled",
    }
