"""Federated credentials of applications."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from azdo_emulator.http.body import Body
from azdo_emulator.http.graph.call import AnyContext
from azdo_emulator.http.graph.options import AnyOptions
from azdo_emulator.http.route import Route
from azdo_emulator.model import Session
from azdo_emulator.model.entra import applications, errors, federated_credentials
from azdo_emulator.model.entra.federated_credentials import FederatedIdentityCredential
from azdo_emulator.model.entra.permissions import READ_APPLICATIONS, WRITE_APPLICATIONS

router = APIRouter(route_class=Route, tags=["federated credentials"])

ALL = "/{version}/applications/{object_id}/federatedIdentityCredentials"
ONE = f"{ALL}/{{credential_id}}"


class CredentialBody(Body):
    """A trust; its name never changes."""

    name: str | None = None
    issuer: str | None = None
    subject: str | None = None
    audiences: list[str] | None = None
    description: str | None = None


@router.get(ALL)
async def list_federated_identity_credentials(
    context: AnyContext, object_id: str, options: AnyOptions
) -> Response:
    """GET .../federatedIdentityCredentials: twenty at most."""
    with context.read() as call:
        call.require(READ_APPLICATIONS)
        holder = call.seen(applications.get_application(call.session, object_id))
        options.where({}, "FederatedIdentityCredential")
        found = federated_credentials.list_federated_identity_credentials(call.session, holder.object_id)
        place = f"applications('{holder.object_id}')/federatedIdentityCredentials"
        return options.short(call, place, [_body(one) for one in found])


@router.post(ALL)
async def create_federated_identity_credential(
    context: AnyContext, object_id: str, body: CredentialBody, options: AnyOptions
) -> Response:
    """POST .../federatedIdentityCredentials."""
    with context.write() as call:
        holder = call.seen(applications.get_application(call.session, object_id))
        call.require(WRITE_APPLICATIONS, holder.object_id)
        for name in ("name", "issuer", "subject"):
            if not getattr(body, name):
                raise errors.value_required(name, "FederatedIdentityCredential")
        made = federated_credentials.create_federated_identity_credential(
            call.session,
            holder.object_id,
            body.name or "",
            body.issuer or "",
            body.subject or "",
            body.audiences or [],
            body.description or "",
        )
        place = f"applications('{holder.object_id}')/federatedIdentityCredentials"
        return options.one(call, place, _body(made), 201)


@router.get(ONE)
async def get_federated_identity_credential(
    context: AnyContext, object_id: str, credential_id: str, options: AnyOptions
) -> Response:
    """GET .../federatedIdentityCredentials/{id or name}."""
    with context.read() as call:
        call.require(READ_APPLICATIONS)
        holder = call.seen(applications.get_application(call.session, object_id))
        place = f"applications('{holder.object_id}')/federatedIdentityCredentials"
        return options.one(call, place, _body(_found(call.session, holder.object_id, credential_id)))


@router.patch(ONE)
async def update_federated_identity_credential(
    context: AnyContext, object_id: str, credential_id: str, body: CredentialBody
) -> Response:
    """PATCH .../federatedIdentityCredentials/{id}: what is not in the body stays, and the name always."""
    with context.write() as call:
        holder = call.seen(applications.get_application(call.session, object_id))
        call.require(WRITE_APPLICATIONS, holder.object_id)
        present = _found(call.session, holder.object_id, credential_id)
        said = body.model_fields_set
        federated_credentials.update_federated_identity_credential(
            call.session,
            holder.object_id,
            present.credential_id,
            body.issuer or present.issuer,
            body.subject or present.subject,
            [present.audience] if body.audiences is None else body.audiences,
            (body.description or "") if "description" in said else present.description,
        )
    return Response(status_code=204)


@router.delete(ONE)
async def delete_federated_identity_credential(
    context: AnyContext, object_id: str, credential_id: str
) -> Response:
    """DELETE .../federatedIdentityCredentials/{id}."""
    with context.write() as call:
        holder = call.seen(applications.get_application(call.session, object_id))
        call.require(WRITE_APPLICATIONS, holder.object_id)
        present = _found(call.session, holder.object_id, credential_id)
        federated_credentials.delete_federated_identity_credential(
            call.session, holder.object_id, present.credential_id
        )
    return Response(status_code=204)


def _found(session: Session, holder_id: str, id_or_name: str) -> FederatedIdentityCredential:
    found = federated_credentials.get_federated_identity_credential(session, holder_id, id_or_name)
    if found is None:
        raise errors.object_not_found(id_or_name)
    return found


def _body(credential: FederatedIdentityCredential) -> dict[str, Any]:
    return {
        "id": credential.credential_id,
        "name": credential.name,
        "issuer": credential.issuer,
        "subject": credential.subject,
        "audiences": [credential.audience],
        "description": credential.description or None,
    }
