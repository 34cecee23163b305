"""Service connections through Microsoft's own package, and what they refuse."""

import pytest

from azdo_emulator.model import replication
from azdo_emulator.model.devops import endpoints as model
from azdo_emulator.model.devops.projects import get_organization
from azdo_emulator.model.entra import federated_credentials
from azdo_emulator.model.seed import DEPLOYER, SUBSCRIPTION, TENANT
from tests.azdo_emulator.http.conftest import client as client_of
from tests.azdo_emulator.http.conftest import token

CANARY = "canary-5f1d7c"
ORGANIZATION = "/_apis/serviceendpoint/endpoints"
FEDERATION = "WorkloadIdentityFederation"


@pytest.fixture
def client(azure_devops):
    return azure_devops.get_service_endpoint_client()


@pytest.fixture
def endpoint(projects):
    """The body of a connection to Azure, in Support."""

    def body(name="azure-support", scheme=FEDERATION, **parameters):
        return {
            "name": name,
            "type": "azurerm",
            "url": "https://management.azure.com/",
            "owner": "library",
            "authorization": {
                "scheme": scheme,
                "parameters": {"tenantid": TENANT, "serviceprincipalid": DEPLOYER[2]} | parameters,
            },
            "data": {
                "creationMode": "Manual",
                "environment": "AzureCloud",
                "scopeLevel": "Subscription",
                "subscriptionId": SUBSCRIPTION,
                "subscriptionName": "Contoso Production",
            },
            "serviceEndpointProjectReferences": [
                {"projectReference": {"id": projects["Support"]}, "name": name, "description": "Deploys"}
            ],
        }

    return body


@pytest.fixture
def made(client, endpoint):
    return client.create_service_endpoint(endpoint())


def secret(endpoint):
    return endpoint(
        "azure-legacy", "ServicePrincipal", authenticationType="spnKey", serviceprincipalkey=CANARY
    )


def refused(response):
    return response.status_code, response.json()["typeKey"], response.json()["message"]


@pytest.mark.parametrize("discovery", ["full", "empty"])
def test_a_new_connection_says_whom_to_trust(client, made):
    found = client.get_service_endpoint_details("Support", made.id)

    given = found.authorization.parameters
    assert given["workloadIdentityFederationIssuer"] == f"https://login.microsoftonline.com/{TENANT}/v2.0"
    assert given["workloadIdentityFederationSubject"].endswith(f"/{made.id}")
    assert given["workloadIdentityFederationIssuerType"] == "EntraID"
    assert (found.name, found.description, found.type) == ("azure-support", "Deploys", "azurerm")
    assert (found.is_ready, found.is_shared, found.operation_status["state"]) == (True, False, "Ready")
    assert found.created_by.display_name == DEPLOYER[0]


def test_a_connection_that_there_is_not_reads_as_null(contoso):
    response = contoso.get(f"/Support{ORGANIZATION}/{TENANT}")

    assert (response.status_code, response.text) == (200, "null")


def test_lists_are_by_project_type_scheme_id_and_name(client, made, endpoint):
    other = client.create_service_endpoint(secret(endpoint))

    def listed(**wanted):
        return {each.id for each in client.get_service_endpoints("Support", **wanted)}

    assert {made.id, other.id} <= listed()
    assert listed(type="AzureRM", auth_schemes=[FEDERATION]) == {made.id}
    assert listed(endpoint_ids=[other.id.upper()]) == {other.id}
    assert not {made.id, other.id} & listed(type="github")
    assert not client.get_service_endpoints("Payments", endpoint_ids=[made.id])
    [named] = client.get_service_endpoints_by_names("Support", ["AZURE-support", "nothing"])
    assert named.id == made.id
    assert not client.get_service_endpoints_by_names("Support", ["azure-support"], type="github")


def test_a_secret_is_null_everywhere(server, client, endpoint):
    made = client.create_service_endpoint(secret(endpoint))

    found = client.get_service_endpoint_details("Support", made.id)
    assert found.authorization.parameters["serviceprincipalkey"] is None
    assert found.authorization.parameters["serviceprincipalid"] == DEPLOYER[2]
    written = b"".join(path.read_bytes() for path in server.cloud.path.parent.glob("cloud.sqlite*"))
    assert b"azure-legacy" in written
    assert CANARY.encode() not in written


@pytest.mark.parametrize(
    ("type", "scheme", "parameters", "data"),
    [
        ("sonarqube", "UsernamePassword", {"username": CANARY}, {}),
        ("ssh", "UsernamePassword", {"username": "deploy"}, {"Host": "build", "PrivateKey": CANARY}),
        ("generic", "UsernamePassword", {"username": "u", "password": CANARY, "made-up": CANARY}, {}),
        ("azurerm", "ServicePrincipal", {"tenantid": TENANT}, {"made-up": CANARY}),
    ],
)
def test_a_secret_is_known_wherever_its_type_has_it(
    client, contoso, projects, type, scheme, parameters, data
):
    body = {
        "name": "other",
        "type": type,
        "url": f"https://ci:{CANARY}@build.contoso.com/",
        "authorization": {"scheme": scheme, "parameters": parameters},
        "data": data,
        "serviceEndpointProjectReferences": [{"projectReference": {"id": projects["Support"]}}],
    }

    answer = contoso.post(ORGANIZATION, json=body)

    assert answer.status_code == 200
    assert answer.json()["url"] == "https://build.contoso.com/"
    assert CANARY not in answer.text
    assert CANARY not in contoso.get(f"/Support{ORGANIZATION}").text


def test_an_update_keeps_the_id(client, made, endpoint, projects):
    body = endpoint("azure-renamed")

    changed = client.update_service_endpoint(body, made.id)

    assert (changed.id, changed.name) == (made.id, "azure-renamed")


def test_a_shared_connection_has_a_name_in_each_project(client, made, projects):
    reference = {"projectReference": {"id": projects["Payments"]}, "name": "from-support"}

    client.share_service_endpoint([reference], made.id)

    found = client.get_service_endpoint_details("Payments", made.id)
    assert (found.name, found.is_shared) == ("from-support", True)
    assert client.get_service_endpoint_details("Support", made.id).name == "azure-support"


def test_a_connection_goes_from_the_projects_that_are_named(client, made, projects):
    client.share_service_endpoint([{"projectReference": {"id": projects["Payments"]}, "name": "it"}], made.id)

    client.delete_service_endpoint(made.id, [projects["Support"]], deep=False)

    assert client.get_service_endpoint_details("Support", made.id) is None
    assert client.get_service_endpoint_details("Payments", made.id).is_shared is False


def test_a_name_is_taken_once_in_a_project(contoso, made, endpoint):
    assert refused(contoso.post(ORGANIZATION, json=endpoint("Azure-Support"))) == (
        409,
        "DuplicateServiceConnectionException",
        "Service connection with name Azure-Support already exists. Only a user having Administrator/User "
        "role permissions on service connection Azure-Support can see it.",
    )


def test_a_type_without_the_scheme_is_refused_in_the_services_words(contoso, endpoint):
    assert refused(contoso.post(ORGANIZATION, json=endpoint(scheme="Token"))) == (
        400,
        "ServiceEndpointException",
        "Unable to find service connection type 'azurerm' using authentication scheme 'Token'.",
    )


@pytest.mark.parametrize(("name", "words"), [("", "at least one"), ("x" * 300, "exceeds maximum limit")])
def test_a_name_that_cannot_be_is_refused(contoso, endpoint, name, words):
    answer = contoso.post(ORGANIZATION, json=endpoint(name))

    assert refused(answer)[0] == 400
    assert words in answer.json()["message"]


def test_a_type_that_there_is_not_is_refused_in_the_services_words(contoso, endpoint):
    answer = contoso.post(ORGANIZATION, json=endpoint() | {"type": "azuredevops"})

    assert answer.json()["message"] == (
        "Unable to find service connection type 'azuredevops' using authentication scheme "
        "'WorkloadIdentityFederation'."
    )


def test_a_connection_without_a_project_is_refused(contoso, endpoint):
    body = endpoint() | {"serviceEndpointProjectReferences": []}

    assert refused(contoso.post(ORGANIZATION, json=body))[:2] == (400, "ArgumentException")


def test_who_may_not_is_refused_and_who_created_one_may(server, made, endpoint, projects):
    path, support = f"{ORGANIZATION}/{made.id}", {"projectIds": projects["Support"]}
    with client_of(f"{server.http}/contoso", token(server, person="dev.two@contoso.com")) as reader:
        refusals = [
            reader.post(ORGANIZATION, json=endpoint("other")),
            reader.put(path, json=endpoint()),
            reader.patch(path, json=[{"projectReference": {"id": projects["Payments"]}}]),
            reader.delete(path, params=support),
        ]

    assert {refused(answer)[:2] for answer in refusals} == {(403, "AccessDeniedException")}
    with server.cloud.read() as session:
        [role] = session.rows(
            "SELECT role_name FROM security_role_assignments JOIN subjects USING (storage_key)"
            " WHERE resource_id = ? AND origin_id = ?",
            f"{projects['Support']}_{made.id}",
            DEPLOYER[1],
        )
    assert role["role_name"] == "Administrator"


def test_changes_to_a_connection_that_there_is_not_are_refused(contoso, endpoint, projects):
    path = f"{ORGANIZATION}/{TENANT}"
    reference = {"projectReference": {"id": projects["Payments"]}, "name": "it"}

    for answer in (
        contoso.put(path, json=endpoint()),
        contoso.patch(path, json=[reference]),
        contoso.delete(path, params={"projectIds": projects["Support"]}),
    ):
        assert refused(answer)[:2] == (404, "ServiceEndpointNotFoundException")


def test_a_body_that_is_none_is_refused_without_its_values(contoso):
    answer = contoso.post(ORGANIZATION, json={"authorization": {"parameters": {"x": CANARY}}})

    assert refused(answer)[:2] == (400, "InvalidArgumentValueException")
    assert CANARY not in answer.text


def test_a_converted_connection_keeps_its_id_and_loses_its_secret(client, endpoint):
    made = client.create_service_endpoint(secret(endpoint))

    changed = client.update_service_endpoint(
        endpoint("azure-legacy"), made.id, operation="ConvertAuthenticationScheme"
    )

    assert (changed.id, changed.authorization.scheme) == (made.id, FEDERATION)
    assert "serviceprincipalkey" not in changed.authorization.parameters
    assert changed.authorization.parameters["workloadIdentityFederationSubject"].endswith(f"/{made.id}")
    assert changed.data["revertSchemeDeadline"] > "2026"


def test_a_conversion_can_be_reverted_for_some_days(server, client, contoso, endpoint):
    made = client.create_service_endpoint(secret(endpoint))
    convert = {"operation": "ConvertAuthenticationScheme"}
    client.update_service_endpoint(endpoint("azure-legacy"), made.id, **convert)

    back = client.update_service_endpoint(secret(endpoint), made.id, **convert)

    assert back.authorization.scheme == "ServicePrincipal"
    assert "workloadIdentityFederationSubject" not in back.authorization.parameters
    client.update_service_endpoint(endpoint("azure-legacy"), made.id, **convert)
    with server.cloud.write() as session:
        session.run("UPDATE service_endpoints SET revertible_until_at = '2026-01-01T00:00:00.000Z'")
    again = contoso.put(f"{ORGANIZATION}/{made.id}", params=convert, json=secret(endpoint))
    assert refused(again)[:2] == (400, "ServiceEndpointException")


def test_a_connection_signs_in_once_its_identity_trusts_it(server, client, made):
    request = {"dataSourceDetails": {"dataSourceName": "TestConnection"}, "resultTransformationDetails": {}}

    before = client.execute_service_endpoint_request(request, "Support", made.id)
    given = made.authorization.parameters
    with server.cloud.write() as session:
        [holder] = session.rows("SELECT object_id FROM applications WHERE app_id = ?", DEPLOYER[2])
        federated_credentials.create_federated_identity_credential(
            session,
            holder["object_id"],
            "azure-support",
            given["workloadIdentityFederationIssuer"],
            given["workloadIdentityFederationSubject"],
            ["api://AzureADTokenExchange"],
        )
    after = client.execute_service_endpoint_request(request, "Support", made.id)

    assert (before.status_code, before.error_message[:11]) == ("badRequest", "AADSTS70025")
    assert (after.status_code, after.error_message) == ("ok", "")


def test_types_tell_how_each_signs_in(client):
    types = {each.name: each for each in client.get_service_endpoint_types()}

    assert len(types) == 39
    schemes = {each.scheme: each for each in types["azurerm"].authentication_schemes}
    assert set(schemes) == {"WorkloadIdentityFederation", "ManagedServiceIdentity", "ServicePrincipal"}
    [token] = types["azdoapi"].authentication_schemes[0].input_descriptors
    assert (token.id, token.is_confidential, token.validation.is_required) == ("apitoken", True, True)
    [one] = client.get_service_endpoint_types(type="GitHub", scheme="Token")
    assert one.name == "github"
    assert client.get_service_endpoint_types(type="github", scheme="JWT") == []


def test_the_other_server_sees_the_connection(server, made):
    with server.cloud.read() as session:
        organization = get_organization(session, "contoso")
        found = model.get_service_endpoint_details(session, organization, "Support", made.id)

    assert found.parameter("serviceprincipalid") == DEPLOYER[2]


def test_a_connection_is_ready_later_where_that_was_asked_for(server, contoso, endpoint):
    with server.cloud.write() as session:
        replication.set_lag(session, replication.Lag.CONNECTIONS, attempts=2)
    made = contoso.post(ORGANIZATION, json=endpoint()).json()

    looks = [contoso.get(f"/Support{ORGANIZATION}/{made['id']}").json() for _ in range(2)]

    assert [one["isReady"] for one in (made, *looks)] == [False, False, True]
    assert [one["operationStatus"]["state"] for one in looks] == ["InProgress", "Ready"]
