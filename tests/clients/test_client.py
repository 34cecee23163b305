"""The client: it tries again what is worth it, follows pages, and never sends a token elsewhere."""

import asyncio
import time

import httpx
import pytest
from azure.core.credentials import AccessToken

from patless.clients import client as module
from patless.clients.client import Client
from patless.clients.errors import Refused, Unreachable
from patless.clients.hosts import AZURE_DEVOPS, Hosts
from patless.clients.sign_in import SignIn

TOKEN = "canary-token"


class Given:
    """A credential with a token at hand."""

    def get_token(self, scope):
        return AccessToken(TOKEN, int(time.time()) + 3600)


@pytest.fixture
def ask(monkeypatch):
    """Make one call to a service that answers as told; the result, and the requests that it had."""
    real = httpx.AsyncClient
    monkeypatch.setattr(module, "wait_random_exponential", lambda **_: lambda state: 0)

    def ask(*answers, work=lambda client: client.get(AZURE_DEVOPS, "/contoso/_apis/projects")):
        seen, left = [], list(answers)

        def answer(request):
            seen.append(request)
            found = left.pop(0) if len(left) > 1 else left[0]
            if isinstance(found, Exception):
                raise found
            return found

        monkeypatch.setattr(
            module.httpx, "AsyncClient", lambda **known: real(transport=httpx.MockTransport(answer), **known)
        )

        async def run():
            async with Client(SignIn(Given()), Hosts()) as client:
                return await work(client)

        return asyncio.run(run()), seen

    return ask


def ok(body, **headers):
    return httpx.Response(200, json=body, headers=headers)


WORTH_ANOTHER = {
    "a service that is down": httpx.Response(503),
    "a service that fails": httpx.Response(500, json={"message": "x"}),
    "a broken connection": httpx.ReadError("reset"),
    "half an answer": httpx.RemoteProtocolError("half"),
    "no connection": httpx.ConnectError("refused"),
    "a body that is no JSON": httpx.Response(200, text="<html>"),
    "too many calls": httpx.Response(429, headers={"retry-after": "0"}),
}


@pytest.mark.parametrize("what", WORTH_ANOTHER)
def test_a_passing_failure_is_tried_again(ask, what):
    answer, seen = ask(WORTH_ANOTHER[what], ok({"value": [1]}))

    assert answer.body == {"value": [1]}
    assert len(seen) == 2


@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_a_no_is_taken_at_once_in_the_services_words(ask, status):
    body = {"message": "TF50309: no\nmore rights", "typeKey": "AccessCheckException"}

    with pytest.raises(Refused, match="TF50309: no more rights") as refused:
        ask(httpx.Response(status, json=body))
    assert refused.value.status == status
    assert refused.value.is_missing_right is (status in (401, 403))


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(302, headers={"location": "https://evil.example/"}),
        httpx.Response(203, text="<!DOCTYPE html><title>Sign In</title>"),
    ],
)
def test_a_page_to_sign_in_is_a_no_and_no_redirect_is_followed(ask, answer):
    with pytest.raises(Refused, match="asks for a sign-in") as refused:
        ask(answer)
    assert refused.value.status == 401


def test_a_lasting_failure_ends_and_names_no_token(ask):
    with pytest.raises(Unreachable, match="no answer in 6 attempts: status 503") as failed:
        ask(httpx.Response(503, text=TOKEN))
    assert TOKEN not in str(failed.value)


def test_pages_are_followed_by_header_and_by_body(ask):
    async def all_of(client):
        return [body async for body in client.pages(AZURE_DEVOPS, "/x", {"api-version": "7.1"})]

    bodies, seen = ask(
        ok({"value": [1]}, **{"X-MS-ContinuationToken": "a"}),
        ok({"value": [2], "continuationToken": "b"}),
        ok({"value": [3], "continuationToken": None}),
        work=all_of,
    )

    assert [body["value"] for body in bodies] == [[1], [2], [3]]
    assert [request.url.params.get("continuationToken") for request in seen] == [None, "a", "b"]
    assert {request.url.params["api-version"] for request in seen} == {"7.1"}


def test_a_page_that_leads_to_itself_ends_the_list(ask):
    async def all_of(client):
        return [body async for body in client.pages(AZURE_DEVOPS, "/x", {})]

    bodies, _ = ask(ok({"value": [1]}, **{"X-MS-ContinuationToken": "a"}), work=all_of)

    assert len(bodies) == 2


def test_eight_calls_are_under_way_at_the_most(monkeypatch):
    under_way, most, full = 0, 0, asyncio.Event()
    real = httpx.AsyncClient

    async def answer(request):
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        if under_way == 8:
            full.set()
        await asyncio.wait_for(full.wait(), 10)
        under_way -= 1
        return ok({})

    monkeypatch.setattr(
        module.httpx, "AsyncClient", lambda **known: real(transport=httpx.MockTransport(answer), **known)
    )

    async def run():
        async with Client(SignIn(Given()), Hosts()) as client:
            await asyncio.gather(*(client.get(AZURE_DEVOPS, "/x") for _ in range(40)))

    asyncio.run(run())

    assert most == 8
