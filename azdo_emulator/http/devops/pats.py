"""Personal access tokens of the caller, who has to be a person that has signed in."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import JSONResponse, Response

from azdo_emulator.http.body import Body
from azdo_emulator.http.devops.call import AnyContext, Call
from azdo_emulator.http.devops.pages import Continuation, key, token
from azdo_emulator.http.devops.route import DevOpsRoute
from azdo_emulator.model import Refused
from azdo_emulator.model.devops import personal_access_tokens as pats
from azdo_emulator.model.devops.personal_access_tokens import PersonalAccessToken
from azdo_emulator.model.devops.token_rules import Wish

router = APIRouter(route_class=DevOpsRoute, tags=["tokens"])

PATS = "/{organization}/_apis/tokens/pats"
UNLESS_TOLD = timedelta(days=30)
"""How long a token is good for whose end nobody names."""

AuthorizationId = Annotated[str, Query(alias="authorizationId")]


class GivenChange(Body):
    """What becomes different about a token."""

    display_name: str | None = None
    scope: str | None = None
    valid_to: datetime | None = None
    all_orgs: bool | None = None

    def wish(self, present: Wish) -> Wish:
        """The whole token as it is to be."""
        valid_to = self.valid_to or present.valid_to
        return Wish(
            display_name=present.display_name if self.display_name is None else self.display_name,
            scope=present.scope if self.scope is None else self.scope,
            valid_to=valid_to if valid_to.tzinfo else valid_to.replace(tzinfo=UTC),
            all_orgs=present.all_orgs if self.all_orgs is None else self.all_orgs,
        )


class GivenUpdate(GivenChange):
    """A change, and of which token."""

    authorization_id: str


@router.post(PATS)
async def create_pat(context: AnyContext, given: GivenChange) -> JSONResponse:
    """POST _apis/tokens/pats: also a refusal is a 200. The token signs in nowhere in the sandbox."""
    with context.write() as call:
        call.require_person()
        until = datetime.fromisoformat(call.session.now()) + UNLESS_TOLD
        wish = given.wish(Wish("", "", until))

        def create() -> dict[str, Any]:
            made, secret = pats.create_pat(call.session, call.organization, call.caller, wish)
            return _body(made) | {"token": secret}

        return _result(create)


@router.get(PATS)
async def list_pats(
    context: AnyContext,
    authorization_id: AuthorizationId = "",
    of: Annotated[str, Query(alias="displayFilterOption")] = "active",
    top: Annotated[int, Query(alias="$top", ge=1, le=100)] = 100,
    continuation: Continuation = "",
) -> JSONResponse:
    """GET _apis/tokens/pats, all of one's own or the one of ?authorizationId=. Simplified: in one order."""
    with context.read() as call:
        call.require_person()
        if authorization_id:
            return _result(lambda: _body(_get(call, authorization_id)))
        found = pats.list_pats(call.session, call.organization, call.caller, of, key(continuation), top)
    more = token(found[-1].authorization_id) if len(found) == top else ""
    return JSONResponse({"continuationToken": more, "patTokens": [_body(each) for each in found]})


@router.put(PATS)
async def update_pat(context: AnyContext, given: GivenUpdate) -> JSONResponse:
    """PUT _apis/tokens/pats."""
    with context.write() as call:
        call.require_person()

        def update() -> dict[str, Any]:
            present = _get(call, given.authorization_id)
            place = (call.session, call.organization, call.caller)
            return _body(pats.update_pat(*place, present.authorization_id, given.wish(pats.wish_of(present))))

        return _result(update)


@router.delete(PATS)
async def revoke_pat(context: AnyContext, authorization_id: AuthorizationId) -> Response:
    """DELETE _apis/tokens/pats?authorizationId=. Not seen live: that one of nobody is no error."""
    with context.write() as call:
        call.require_person()
        pats.revoke_pat(call.session, call.organization, call.caller, authorization_id)
    return Response(status_code=204)


def _get(call: Call, authorization_id: str) -> PersonalAccessToken:
    return pats.get_pat(call.session, call.organization, call.caller, authorization_id)


def _result(of: Callable[[], dict[str, Any]]) -> JSONResponse:
    """The token, or the word that says why not."""
    try:
        return JSONResponse({"patToken": of(), "patTokenError": "none"})
    except Refused as refused:
        return JSONResponse({"patToken": None, "patTokenError": refused.code}, refused.status)


def _body(found: PersonalAccessToken) -> dict[str, Any]:
    return {
        "displayName": found.display_name,
        "validFrom": found.valid_from_at,
        "validTo": found.valid_to_at,
        "scope": found.scope,
        "targetAccounts": found.organization_id and [found.organization_id],
        "authorizationId": found.authorization_id,
        "token": None,
    }
