"""Personal access tokens of others, for an administrator of the organisation."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import JSONResponse, Response

from azdo_emulator.http.body import Body
from azdo_emulator.http.devops.call import AnyContext
from azdo_emulator.http.devops.route import DevOpsRoute
from azdo_emulator.model.devops import personal_access_tokens as pats
from azdo_emulator.model.devops.permissions import EDIT_ORGANIZATION
from azdo_emulator.model.devops.personal_access_tokens import PersonalAccessToken
from azdo_emulator.model.devops.subjects import get_subject

router = APIRouter(route_class=DevOpsRoute, tags=["tokenadmin"])

ADMIN = "/{organization}/_apis/tokenadmin"
NOBODY = "00000000-0000-0000-0000-000000000000"


class GivenRevocation(Body):
    """A token to revoke."""

    authorization_id: str


@router.get(f"{ADMIN}/personalaccesstokens/{{subject_descriptor}}")
async def list_personal_access_tokens(
    context: AnyContext,
    subject_descriptor: str,
    page_size: Annotated[int, Query(alias="pageSize", ge=1, le=100)] = 20,
    continuation: Annotated[str, Query(alias="continuationToken")] = "",
    is_public: Annotated[bool, Query(alias="isPublic")] = False,
) -> JSONResponse:
    """GET _apis/tokenadmin/personalaccesstokens/{descriptor}. Simplified: nobody has SSH keys."""
    with context.read() as call:
        call.require(EDIT_ORGANIZATION)
        owner = get_subject(call.session, call.organization, subject_descriptor)
        found = (
            []
            if is_public
            else pats.list_personal_access_tokens(
                call.session, call.organization, owner, continuation, page_size
            )
        )
        now = call.session.now()
    more = found[-1].authorization_id if len(found) == page_size else None
    return JSONResponse({"value": [_body(each, now) for each in found], "continuationToken": more})


@router.post(f"{ADMIN}/revocations")
async def revoke_authorizations(context: AnyContext, given: list[GivenRevocation]) -> Response:
    """POST _apis/tokenadmin/revocations."""
    with context.write() as call:
        call.require(EDIT_ORGANIZATION)
        ids = [each.authorization_id for each in given]
        pats.revoke_authorizations(call.session, call.organization, ids)
    return Response(status_code=204)


@router.post(f"{ADMIN}/revocationrules")
async def create_revocation_rule(context: AnyContext) -> Response:
    """POST _apis/tokenadmin/revocationrules. Simplified: the sandbox has no OAuth tokens to revoke."""
    with context.read() as call:
        call.require(EDIT_ORGANIZATION)
    return Response(status_code=201)


def _body(found: PersonalAccessToken, now: str) -> dict[str, Any]:
    return {
        "clientId": NOBODY,
        "accessId": NOBODY,
        "authorizationId": found.authorization_id,
        "hostAuthorizationId": NOBODY,
        "userId": found.user_id,
        "validFrom": found.valid_from_at,
        "validTo": found.valid_to_at,
        "displayName": found.display_name,
        "scope": found.scope,
        "targetAccounts": found.organization_id and [found.organization_id],
        "token": None,
        "alternateToken": None,
        "isValid": found.is_valid(now),
        "isPublic": False,
        "publicData": None,
        "source": None,
    }
