"""Users and service principals whom an organisation knows."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import JSONResponse, Response

from azdo_emulator.http.body import Body
from azdo_emulator.http.devops.call import AnyContext, Call
from azdo_emulator.http.devops.graph_bodies import subject_body
from azdo_emulator.http.devops.graph_pages import Scope, SubjectTypes, page
from azdo_emulator.http.devops.pages import Continuation
from azdo_emulator.http.devops.route import DevOpsRoute
from azdo_emulator.model import replication
from azdo_emulator.model.devops import errors, graph, memberships, subjects
from azdo_emulator.model.devops.permissions import ADD_SUBJECTS, REMOVE_USERS
from azdo_emulator.model.devops.subjects import Subject
from azdo_emulator.model.entra import directory

router = APIRouter(route_class=DevOpsRoute, tags=["graph"])

GroupDescriptors = Annotated[str, Query(alias="groupDescriptors")]
"""Groups to put somebody new into, with commas between them."""


class Somebody(Body):
    """Who from Entra is to be known: their object id, or their name, which is their mail's as well."""

    origin_id: str = ""
    principal_name: str = ""
    mail_address: str = ""

    @property
    def name(self) -> str:
        """Whatever names them."""
        return self.origin_id or self.principal_name or self.mail_address


@router.get("/{organization}/_apis/graph/users")
async def list_users(
    context: AnyContext, continuation: Continuation = "", subject_types: SubjectTypes = "", scope: Scope = ""
) -> JSONResponse:
    """GET _apis/graph/users: a page of 500."""
    return page(context, "user", continuation, subject_types, scope)


@router.post("/{organization}/_apis/graph/users")
async def create_user(context: AnyContext, body: Somebody, groups: GroupDescriptors = "") -> JSONResponse:
    """POST _apis/graph/users: let the organisation know somebody from Entra.

    Simplified: a storage key of the caller's own is not taken.
    """
    if not body.name:
        raise errors.creation_context_not_valid()
    with context.write() as call:
        call.require(ADD_SUBJECTS)
        user = directory.get_user(call.session, body.name)
        if user is None or user.tenant_id != call.organization.tenant_id:
            raise errors.origin_not_found(body.name)
        return _made(call, subjects.materialise_user(call.session, call.organization, user), groups)


@router.get("/{organization}/_apis/graph/users/{descriptor}")
async def get_user(context: AnyContext, descriptor: str) -> JSONResponse:
    """GET _apis/graph/users/{descriptor}."""
    return _one(context, descriptor, "user")


@router.delete("/{organization}/_apis/graph/users/{descriptor}")
async def delete_user(context: AnyContext, descriptor: str) -> Response:
    """DELETE _apis/graph/users/{descriptor}: they leave the organisation.

    Simplified: the service still shows whom it has disabled.
    """
    return _gone(context, descriptor, "user")


@router.get("/{organization}/_apis/graph/serviceprincipals")
async def list_service_principals(
    context: AnyContext, continuation: Continuation = "", scope: Scope = ""
) -> JSONResponse:
    """GET _apis/graph/serviceprincipals: a page of 500."""
    return page(context, "servicePrincipal", continuation, scope=scope)


@router.post("/{organization}/_apis/graph/serviceprincipals")
async def create_service_principal(
    context: AnyContext, body: Somebody, groups: GroupDescriptors = ""
) -> JSONResponse:
    """POST _apis/graph/serviceprincipals: by the object id of the service principal.

    Simplified: a storage key of the caller's own is not taken.
    """
    if not body.origin_id:
        raise errors.creation_context_not_valid()
    with context.write() as call:
        call.require(ADD_SUBJECTS)
        principal = directory.get_service_principal(call.session, body.origin_id)
        if principal is None or principal.tenant_id != call.organization.tenant_id:
            raise errors.origin_not_found(body.origin_id)
        if not replication.sees(call.session, replication.Lag.AZURE_DEVOPS, body.origin_id):
            raise errors.origin_not_found(body.origin_id)
        made = subjects.materialise_service_principal(call.session, call.organization, principal)
        return _made(call, made, groups)


@router.get("/{organization}/_apis/graph/serviceprincipals/{descriptor}")
async def get_service_principal(context: AnyContext, descriptor: str) -> JSONResponse:
    """GET _apis/graph/serviceprincipals/{descriptor}."""
    return _one(context, descriptor, "servicePrincipal")


@router.delete("/{organization}/_apis/graph/serviceprincipals/{descriptor}")
async def delete_service_principal(context: AnyContext, descriptor: str) -> Response:
    """DELETE _apis/graph/serviceprincipals/{descriptor}: it leaves the organisation."""
    return _gone(context, descriptor, "servicePrincipal")


def _one(context: AnyContext, descriptor: str, kind: str) -> JSONResponse:
    with context.read() as call:
        found = graph.get(call.session, call.organization, descriptor, kind)
        return JSONResponse(subject_body(call, found))


def _made(call: Call, subject: Subject, groups: str) -> JSONResponse:
    for group in filter(None, groups.split(",")):
        memberships.add_membership(call.session, call.organization, subject.descriptor, group)
    body = subject_body(call, graph.get(call.session, call.organization, subject.descriptor))
    return JSONResponse(body, 201, {"Location": body["url"]})


def _gone(context: AnyContext, descriptor: str, kind: str) -> Response:
    with context.write() as call:
        call.require(REMOVE_USERS)
        subjects.delete_subject(call.session, call.organization, descriptor, kind)
    return Response(status_code=204)
