"""Federated credentials of managed identities."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel
from starlette.responses import JSONResponse, Response

from azdo_emulator.http.arm.call import AnyContext, Context
from azdo_emulator.http.arm.identities import IDENTITY, identity_id
from azdo_emulator.http.arm.putting import status_of_put
from azdo_emulator.http.route import Route
from azdo_emulator.model import writing
from azdo_emulator.model.azure import identity_credentials
from azdo_emulator.model.azure.identity_credentials import TYPE
from azdo_emulator.model.entra.federated_credentials import FederatedIdentityCredential

CREDENTIALS = IDENTITY.replace("{name}", "{identity}") + "/federatedIdentityCredentials"
CREDENTIAL = CREDENTIALS + "/{name}"

router = APIRouter(route_class=Route, tags=["federated credentials of managed identities"])


class Trust(BaseModel):
    """Whom an identity is to trust."""

    issuer: str
    subject: str
    audiences: list[str]


class Wanted(BaseModel):
    """What a caller says of a federated credential."""

    properties: Trust


@router.get(CREDENTIALS)
async def federated_identity_credentials_list(
    context: AnyContext, subscription_id: str, resource_group: str, identity: str
) -> JSONResponse:
    """GET .../federatedIdentityCredentials: all of them, which are never more than twenty."""
    place = (subscription_id, resource_group, identity)
    with context.read() as call:
        call.require(f"{TYPE}/read", identity_id(*place))
        found = identity_credentials.federated_identity_credentials_list(call.session, *place)
        holder = identity_credentials.get_holder(call.session, *place)
    return JSONResponse({"value": [_body(holder.id, credential) for credential in found]})


@router.get(CREDENTIAL)
async def federated_identity_credentials_get(
    context: AnyContext, subscription_id: str, resource_group: str, identity: str, name: str
) -> JSONResponse:
    """GET .../federatedIdentityCredentials/{name}."""
    place = (subscription_id, resource_group, identity)
    with context.read() as call:
        call.require(f"{TYPE}/read", identity_id(*place))
        found = identity_credentials.federated_identity_credentials_get(call.session, *place, name)
        holder = identity_credentials.get_holder(call.session, *place)
    return JSONResponse(_body(holder.id, found))


@router.put(CREDENTIAL)
async def federated_identity_credentials_create_or_update(
    context: AnyContext, subscription_id: str, resource_group: str, identity: str, name: str, wanted: Wanted
) -> JSONResponse:
    """PUT .../federatedIdentityCredentials/{name}: 201 for a new one, 409 while another is written."""
    place = (subscription_id, resource_group, identity)
    trust = wanted.properties
    async with _alone(context, place, "write"):
        with context.write() as call:
            get = identity_credentials.federated_identity_credentials_get
            status = status_of_put(get, call.session, *place, name)
            made = identity_credentials.federated_identity_credentials_create_or_update(
                call.session,
                *place,
                name,
                issuer=trust.issuer,
                subject=trust.subject,
                audiences=trust.audiences,
            )
            holder = identity_credentials.get_holder(call.session, *place)
    return JSONResponse(_body(holder.id, made), status)


@router.delete(CREDENTIAL)
async def federated_identity_credentials_delete(
    context: AnyContext, subscription_id: str, resource_group: str, identity: str, name: str
) -> Response:
    """DELETE .../federatedIdentityCredentials/{name}: 204 where there is none; 409 as well."""
    place = (subscription_id, resource_group, identity)
    async with _alone(context, place, "delete"):
        with context.write() as call:
            was_there = identity_credentials.federated_identity_credentials_delete(call.session, *place, name)
    return Response(status_code=200 if was_there else 204)


@asynccontextmanager
async def _alone(context: Context, place: tuple[str, str, str], verb: str) -> AsyncIterator[None]:
    """Be the one writer of an identity for a while, between transactions; who comes meanwhile is refused."""
    with context.write() as call:
        call.require(f"{TYPE}/{verb}", identity_id(*place))
        identity = identity_credentials.get_holder(call.session, *place)
        taken = identity_credentials.begin_write(call.session, identity)
    try:
        await asyncio.sleep(writing.LASTS)
        yield
    finally:
        # Not as the caller, whose token may have expired meanwhile.
        with context.server.cloud.write() as session:
            writing.end(session, taken)


def _body(identity_id: str, credential: FederatedIdentityCredential) -> dict[str, Any]:
    return {
        "id": identity_credentials.credential_id(identity_id, credential.name),
        "name": credential.name,
        "type": TYPE,
        "properties": {
            "issuer": credential.issuer,
            "subject": credential.subject,
            "audiences": [credential.audience],
        },
    }
