"""Who is let in: each service refuses everything else in its own words."""

import asyncio
import shutil
import time

import httpx
import pytest
from httpx import Response

from azdo_emulator.http.front import front
from azdo_emulator.http.serving import serving
from azdo_emulator.model.seed import SUBSCRIPTION, TENANT
from tests.azdo_emulator.http.conftest import client, token

PROJECTS = "/contoso/_apis/projects"
GROUP = f"/management.azure.com/subscriptions/{SUBSCRIPTION}/resourceGroups/rg-support"


def code(response: Response) -> tuple[int, str]:
    body = response.json()
    error = body.get("error", body)
    return response.status_code, error if isinstance(error, str) else error.get("code", error.get("typeKey"))


NOBODY = {
    PROJECTS: (401, "UnauthorizedRequestException"),
    "/graph.microsoft.com/v1.0/applications/x": (401, "InvalidAuthenticationToken"),
    f"{GROUP}?api-version=2024-11-01": (401, "InvalidAuthenticationToken"),
    "/msi/token?resource=x": (403, "unauthorized_client"),
}


@pytest.mark.parametrize("path", NOBODY)
def test_nobody_comes_in_without_a_token(server, path):
    with client(server.http, "") as made:
        assert code(made.get(path)) == NOBODY[path]


@pytest.mark.parametrize("path", [PROJECTS, "/graph.microsoft.com/v1.0/applications/x", GROUP])
def test_a_token_for_another_service_opens_nothing(server, path):
    with client(server.http, token(server, "https://vault.azure.net")) as made:
        assert made.get(path).status_code == 401


def test_a_token_that_has_expired_opens_nothing(server):
    with client(server.http, token(server, lifetime=-1)) as made:
        assert made.get(PROJECTS).status_code == 401


def test_one_who_is_not_signed_in_learns_of_which_tenant_to_be(server):
    with client(server.http, "") as made:
        headers = made.get(PROJECTS).headers

    assert headers["X-VSS-ResourceTenant"] == TENANT
    assert headers["WWW-Authenticate"] == f"Bearer authorization_uri={server.https}/{TENANT}"


def test_the_same_answers_come_over_https(server):
    with client(server.https, token(server)) as made:
        assert made.get(PROJECTS).json()["count"] == 3


UNKNOWN = {
    "/contoso/_apis/nothing": (404, "VssResourceNotFoundException"),
    "/vssps.dev.azure.com/contoso/_apis/nothing": (404, "VssResourceNotFoundException"),
    "/graph.microsoft.com/v1.0/nothing": (400, "BadRequest"),
    "/management.azure.com/nothing": (404, "InvalidResourceType"),
    f"/{TENANT}/oauth2/nothing": (404, "invalid_request"),
    "/contoso/_apis/..%2f..%2fetc/passwd": (404, "VssResourceNotFoundException"),
    "/contoso//_apis//projects": (404, "VssResourceNotFoundException"),
    "/": (404, "VssResourceNotFoundException"),
}


@pytest.mark.parametrize("path", UNKNOWN)
def test_an_unknown_route_gets_the_services_own_error(server, path):
    with client(server.http, token(server)) as made:
        assert code(made.get(path)) == UNKNOWN[path]


@pytest.mark.parametrize("path", [*NOBODY, *UNKNOWN])
def test_a_request_under_another_name_is_turned_away(server, path):
    with client(server.http, token(server)) as made:
        response = made.get(path, headers={"Host": "evil.example"})

    assert response.status_code == 421
    assert "value" not in response.json()


def test_a_path_is_found_in_any_case(contoso):
    assert contoso.get("/_APIS/Projects").json() == contoso.get("/_apis/projects").json()


def test_a_client_that_stays_connected_does_not_hold_up_the_end(new_sandbox, tmp_path, monkeypatch):
    shutil.copytree(new_sandbox, tmp_path / "sandbox")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "sandbox" / "ca.pem"))
    with serving(tmp_path / "sandbox") as server:
        connected = client(server.https, token(server))
        connected.get(PROJECTS)
        begun = time.monotonic()

    assert time.monotonic() - begun < 10
    connected.close()


def test_what_the_clouds_file_cannot_hold_is_the_callers_mistake(contoso, graph):
    assert code(contoso.get("/Support/_apis/build/definitions/9223372036854775808")) == (
        400,
        "InvalidArgumentValueException",
    )
    no_text = '{"displayName": "\\ud800"}'
    assert code(graph.post("/applications", content=no_text, headers=JSON)) == (400, "Request_BadRequest")


JSON = {"Content-Type": "application/json"}
MALFORMED = {
    "half": ('{"name": ', JSON, "InvalidArgumentValueException"),
    "a list": ("[]", JSON, "InvalidArgumentValueException"),
    "no JSON": ("name=x", {"Content-Type": "text/plain"}, "VssRequestContentTypeNotSupportedException"),
    "too much": (f'{{"name": "{"x" * 1_000_001}"}}', JSON, "InvalidArgumentValueException"),
}


@pytest.mark.parametrize("body", MALFORMED)
def test_a_body_that_cannot_be_read_gets_the_services_own_error(body, contoso):
    content, headers, expected = MALFORMED[body]

    answer = contoso.post("/_apis/serviceendpoint/endpoints", content=content, headers=headers)

    assert code(answer) == (400, expected)
    assert "Traceback" not in answer.text


def test_the_server_answers_without_a_server_too(server):
    """For commands of our own: its front is an application like any other."""

    async def asked():
        inside = httpx.ASGITransport(front(server))
        async with httpx.AsyncClient(transport=inside, base_url="http://localhost") as made:
            return await made.get("/metadata/endpoints")

    answer = asyncio.run(asked())

    assert answer.json()["resourceManager"] == server.resource_manager
