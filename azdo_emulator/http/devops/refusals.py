"""How Azure DevOps says no: `azure-api.md` §1.3. What is marked so was not seen live."""

from fastapi import Request
from starlette.responses import JSONResponse, Response

from azdo_emulator.http.service import Refusals
from azdo_emulator.model import Refused


def body(refused: Refused) -> dict[str, object]:
    """The body of an error."""
    return {
        "$id": "1",
        "innerException": None,
        "message": refused.message,
        "typeName": f"Microsoft.VisualStudio.Services.{refused.code}, Microsoft.VisualStudio.Services.WebApi",
        "typeKey": refused.code,
        "errorCode": 0,
        "eventId": 3000,
    }


def answer(refused: Refused) -> Response:
    """The whole answer; one who is not signed in learns of which tenant they have to be."""
    headers = {}
    if isinstance(refused, Unauthorized):
        headers = {
            "X-VSS-ResourceTenant": refused.tenant_id,
            "WWW-Authenticate": f"Bearer authorization_uri={refused.authority}/{refused.tenant_id}",
        }
    return JSONResponse(body(refused), refused.status, headers)


class Unauthorized(Refused):
    """Nobody is signed in, or somebody whom the organisation does not know."""

    def __init__(self, message: str, tenant_id: str, authority: str) -> None:
        super().__init__(401, "UnauthorizedRequestException", message)
        self.tenant_id = tenant_id
        self.authority = authority


def _not_found(request: Request) -> Refused:
    return Refused(
        404,
        "VssResourceNotFoundException",
        f"The controller for path '{request.url.path}' was not found or does not implement IController.",
    )


def _not_allowed(request: Request) -> Refused:
    return Refused(
        405,
        "VssRequestMethodNotSupportedException",
        f"The requested resource does not support http method '{request.method}'.",
    )


def _not_readable(request: Request, words: str) -> Refused:
    kind = request.headers.get("content-type", "").partition(";")[0].lower()
    if kind and not kind.endswith("json"):
        return Refused(
            400,
            "VssRequestContentTypeNotSupportedException",
            f'The request indicated a Content-Type of "{kind}" for method type "{request.method}" which is '
            "not supported. Valid content types for this method are: application/json, "
            "application/json-patch+json.",
        )
    # Words not seen live.
    return Refused(400, "InvalidArgumentValueException", f"The request is not valid. {words}")


REFUSALS = Refusals(
    answer=answer,
    not_found=_not_found,
    not_allowed=_not_allowed,
    not_readable=_not_readable,
    fault=lambda words: Refused(500, "UnexpectedException", words),
    failed=lambda status: Refused(
        status,
        "UnexpectedException",
        "TF401349: An unexpected error has occurred, please verify your request and try again.",
    ),
    throttled=Refused(
        429,
        "RequestBlockedException",
        "TF400733: The request has been canceled: Request was blocked due to exceeding usage of resource "
        "'Concurrency' in namespace 'User'.",
    ),
    expired=Refused(
        401,
        "UnauthorizedRequestException",
        "TF400813: The user '' is not authorized to access this resource.",
    ),
)
