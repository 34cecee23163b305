"""Sign-in through azure-identity, unmodified: a managed identity, a secret, and trust in an issuer."""

import base64
import json
import time
from urllib.parse import urlencode

import jwt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from azdo_emulator.model.azure import identities
from azdo_emulator.model.devops.endpoint_trust import AZURE_DEVOPS
from azdo_emulator.model.entra import applications, directory
from azdo_emulator.model.entra import federated_credentials as trusts
from azdo_emulator.model.entra.application_credentials import list_application_credentials
from azdo_emulator.model.entra.permissions import OF_THE_DEPLOYER
from azdo_emulator.model.ids import guid
from azdo_emulator.model.replication import Lag, set_lag
from azdo_emulator.model.seed import DEPLOYER, LEGACY, SUBSCRIPTION, TENANT
from tests.azdo_emulator.http.conftest import client

ISSUER, SUBJECT = (
    "https://token.actions.githubusercontent.com",
    "repo:contoso/mailroom:environment:production",
)
AUDIENCE = "api://AzureADTokenExchange"
DEVOPS = f"{AZURE_DEVOPS}/.default"


@pytest.fixture(scope="module")
def identity():
    """Imported when a test first wants it, because it takes a while."""
    return pytest.importorskip("azure.identity")


@pytest.fixture
def options(server):
    """What the credentials need that sign in at a token endpoint."""
    return {"authority": server.https, "disable_instance_discovery": True}


@pytest.fixture
def workload(server):
    """An application that trusts one repository of GitHub."""
    with server.cloud.write() as session:
        made = directory.create_application(session, TENANT, "mailroom-bot")
        directory.create_service_principal(session, made.app_id)
        trusts.create_federated_identity_credential(
            session, made.object_id, "production", ISSUER, SUBJECT, [AUDIENCE]
        )
    return made


def claims(token):
    return jwt.decode(token, options={"verify_signature": False})


def assertion(lifetime=300, issuer=ISSUER, subject=SUBJECT, audience=AUDIENCE):
    now = int(time.time())
    said = {"iss": issuer, "sub": subject, "aud": audience, "nbf": now - 400, "exp": now + lifetime}
    return jwt.encode(said, "of GitHub, which the sandbox does not ask", "HS256")


def refused(credential, scope=DEVOPS):
    """The number with which a sign-in is refused."""
    from azure.core.exceptions import ClientAuthenticationError

    with pytest.raises(ClientAuthenticationError) as error, credential:
        credential.get_token(scope)
    return str(error.value).partition("AADSTS")[2].partition(":")[0]


def test_who_names_no_managed_identity_is_the_deployer(server, identity):
    found = claims(identity.ManagedIdentityCredential().get_token(f"{server.graph}/.default").token)

    assert (found["oid"], found["appid"]) == DEPLOYER[1:]
    assert (found["tid"], found["aud"], found["idtyp"]) == (TENANT, server.graph, "app")
    assert set(found["roles"]) == set(OF_THE_DEPLOYER)


@pytest.fixture
def managed(server):
    with server.cloud.write() as session:
        return identities.user_assigned_identities_create_or_update(
            session, SUBSCRIPTION, "rg-support", "id-reporter", location="westeurope"
        )


@pytest.fixture(params=["App Service", "virtual machine"])
def machine(request, server, monkeypatch):
    """Where a program is that wants a token."""
    if request.param == "virtual machine":
        monkeypatch.delenv("IDENTITY_ENDPOINT")
        monkeypatch.delenv("IDENTITY_HEADER")
        monkeypatch.setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", server.http)


def test_a_managed_identity_is_named_in_three_ways(identity, managed, machine):
    for named in (
        {"client_id": managed.client_id},
        {"identity_config": {"object_id": managed.principal_id}},
        {"identity_config": {"resource_id": managed.id}},
    ):
        found = claims(identity.ManagedIdentityCredential(**named).get_token(DEVOPS).token)
        assert (found["oid"], found["appid"]) == (managed.principal_id, managed.client_id)
        assert (found["aud"], found["roles"]) == (AZURE_DEVOPS, [])


def test_a_managed_identity_that_is_not_there_gets_no_token(identity, managed, machine):
    credential = identity.ManagedIdentityCredential(client_id=guid("nobody"))

    with pytest.raises(identity.CredentialUnavailableError, match=r"Identity( not)? found"), credential:
        credential.get_token(DEVOPS)


def test_a_machine_answers_only_who_says_that_it_wants_metadata(server):
    with client(server.http, "") as made:
        answer = made.get("/metadata/identity/oauth2/token", params={"resource": AZURE_DEVOPS})

    assert answer.status_code == 400
    assert answer.json() == {
        "error": "invalid_request",
        "error_description": "Required metadata header not specified",
    }


def secrets(server):
    """The values of the legacy application's secrets, by their names."""
    with server.cloud.read() as session:
        found = list_application_credentials(session, LEGACY[1])
    return {one.display_name: server.tokens.secret(one.key_id) for one in found}


def test_a_secret_of_the_seed_opens_and_an_expired_one_does_not(server, identity, options):
    good, expired = (secrets(server)[name] for name in ("never expires", "ci"))

    token = identity.ClientSecretCredential(TENANT, LEGACY[2], good, **options).get_token(DEVOPS).token

    assert (claims(token)["appid"], claims(token)["aud"]) == (LEGACY[2], AZURE_DEVOPS)
    assert refused(identity.ClientSecretCredential(TENANT, LEGACY[2], expired, **options)) == "7000222"
    assert refused(identity.ClientSecretCredential(TENANT, LEGACY[2], "guess", **options)) == "7000215"


def test_a_certificate_is_no_secret(server, identity, options):
    certificate = secrets(server)["CN=legacy-deploy"]

    assert refused(identity.ClientSecretCredential(TENANT, LEGACY[2], certificate, **options)) == "7000215"


def test_no_secret_is_kept(server):
    found = {value.encode() for value in secrets(server).values()}

    assert not any(
        value in file.read_bytes() for file in server.cloud.path.parent.iterdir() for value in found
    )


def test_a_trusted_assertion_opens(server, identity, options, workload):
    credential = identity.ClientAssertionCredential(TENANT, workload.app_id, assertion, **options)

    assert claims(credential.get_token(f"{server.graph}/.default").token)["appid"] == workload.app_id
    assert claims(credential.get_token(DEVOPS).token)["aud"] == AZURE_DEVOPS


def test_a_pod_signs_in_by_its_token_as_a_managed_identity(server, identity, options, managed, tmp_path):
    subject = "system:serviceaccount:support:reporter"
    with server.cloud.write() as session:
        trusts.create_federated_identity_credential(
            session, managed.principal_id, "cluster", "https://oidc.contoso.com/", subject, [AUDIENCE]
        )
    file = tmp_path / "token"
    file.write_text(assertion(issuer="https://oidc.contoso.com/", subject=subject))

    credential = identity.WorkloadIdentityCredential(
        tenant_id=TENANT, client_id=managed.client_id, token_file_path=str(file), **options
    )

    assert claims(credential.get_token(DEVOPS).token)["oid"] == managed.principal_id


NOT_TRUSTED = {
    "700211": {"issuer": f"{ISSUER}/"},
    "700213": {"subject": f"{SUBJECT}s"},
    "7002138": {"subject": SUBJECT.replace("contoso", "Contoso")},
    "700212": {"audience": "api://other"},
    "700024": {"lifetime": -10},
}


@pytest.mark.parametrize("number", NOT_TRUSTED)
def test_an_assertion_that_is_not_trusted_says_why(number, identity, options, workload):
    credential = identity.ClientAssertionCredential(
        TENANT, workload.app_id, lambda: assertion(**NOT_TRUSTED[number]), **options
    )

    assert refused(credential) == number


def test_a_trust_that_was_taken_away_lingers_where_that_is_asked_for(server, identity, options, workload):
    with server.cloud.write() as session:
        set_lag(session, Lag.CREDENTIALS, attempts=1)
        [trust] = trusts.list_federated_identity_credentials(session, workload.object_id)
        trusts.delete_federated_identity_credential(session, workload.object_id, trust.credential_id)

    def credential():
        return identity.ClientAssertionCredential(TENANT, workload.app_id, assertion, **options)

    with credential() as one:
        assert one.get_token(DEVOPS).token
    assert refused(credential()) == "70025"


def test_who_trusts_nobody_lets_nobody_in(identity, options):
    credential = identity.ClientAssertionCredential(TENANT, LEGACY[2], assertion, **options)

    assert refused(credential) == "70025"


def test_an_application_that_is_not_there_has_no_service_principal_or_is_disabled_is_refused(
    server, identity, options, workload
):
    with server.cloud.write() as session:
        [bare] = [directory.create_application(session, TENANT, "bare")]
        [row] = session.rows("SELECT object_id FROM service_principals WHERE app_id = ?", workload.app_id)
        applications.update_service_principal(session, row["object_id"], account_enabled=False)
    found = [
        refused(identity.ClientAssertionCredential(TENANT, app_id, assertion, **options))
        for app_id in (guid("nobody"), bare.app_id, workload.app_id)
    ]

    assert found == ["700016", "7000229", "7000112"]


def test_a_service_that_the_tenant_does_not_know_gets_no_token(identity, options, workload):
    credential = identity.ClientAssertionCredential(TENANT, workload.app_id, assertion, **options)

    assert refused(credential, "https://vault.azure.net/.default") == "500011"


def form(workload, **changed):
    """A request that is in order but for what is changed."""
    good = {
        "grant_type": "client_credentials",
        "client_id": workload.app_id,
        "scope": DEVOPS,
        "client_assertion": assertion(),
    }
    return {name: value for name, value in (good | changed).items() if value}


REFUSED = {
    "900144": ({"scope": ""}, 400, "invalid_request"),
    "70003": ({"grant_type": "password"}, 400, "unsupported_grant_type"),
    "1002012": ({"scope": AZURE_DEVOPS}, 400, "invalid_scope"),
    "7000218": ({"client_assertion": ""}, 401, "invalid_client"),
    "50027": ({"client_assertion": "no.token.this"}, 400, "invalid_request"),
}


@pytest.mark.parametrize("number", REFUSED)
def test_a_request_that_is_not_in_order_is_refused_in_entras_own_body(number, server, workload):
    changed, status, error = REFUSED[number]
    with client(server.https, "") as made:
        answer = made.post(f"/{TENANT}/oauth2/v2.0/token", data=form(workload, **changed))

    body = answer.json()
    assert (answer.status_code, body["error"], body["error_codes"]) == (status, error, [int(number)])
    assert body["error_description"].startswith(f"AADSTS{number}: ")
    assert f"Correlation ID: {body['correlation_id']}" in body["error_description"]


@pytest.mark.parametrize(("tenant", "number"), [(guid("other"), 90002), ("organizations", 50059)])
def test_an_application_signs_in_to_its_own_tenant(tenant, number, server, workload):
    with client(server.https, "") as made:
        answer = made.post(f"/{tenant}/oauth2/v2.0/token", data=form(workload))

    assert answer.json()["error_codes"] == [number]


def test_an_assertion_that_an_application_made_itself_is_by_no_certificate_that_is_known(server, workload):
    own = assertion(issuer=workload.app_id, subject=workload.app_id)
    with client(server.https, "") as made:
        answer = made.post(f"/{TENANT}/oauth2/v2.0/token", data=form(workload, client_assertion=own))

    assert answer.json()["error_codes"] == [700027]


def test_what_was_shown_is_not_in_the_answer(server, workload):
    shown = assertion(subject="repo:contoso/other")
    with client(server.https, "") as made:
        answer = made.post(f"/{TENANT}/oauth2/v2.0/token", data=form(workload, client_assertion=shown))
        guessed = made.post(
            f"/{TENANT}/oauth2/v2.0/token",
            content=urlencode(form(workload, client_assertion="", client_secret="a-guess")),
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        )

    assert shown not in answer.text
    assert "a-guess" not in guessed.text


ODD = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.lists(st.text()))
CLAIMS = ("iss", "sub", "aud", "exp", "nbf", "iat")
ODD_CLAIMS = st.fixed_dictionaries({}, optional=dict.fromkeys(CLAIMS, ODD))


def test_no_assertion_finds_a_fault(server, workload):
    whole = claims(assertion())
    with client(server.https, "") as made:

        @settings(max_examples=100, deadline=None)
        @given(ODD_CLAIMS)
        def show(odd):
            body = form(workload, client_assertion=unsigned(whole | odd))
            answer = made.post(f"/{TENANT}/oauth2/v2.0/token", data=body)
            assert answer.status_code < 500, odd
            assert answer.status_code == 200 or answer.json()["error_description"].startswith("AADSTS")

        show()


def unsigned(body):
    """A token of whatever is said, which no library would make."""
    parts = (json.dumps({"alg": "HS256", "typ": "JWT"}), json.dumps(body), "")
    return ".".join(base64.urlsafe_b64encode(part.encode()).decode().rstrip("=") for part in parts)
