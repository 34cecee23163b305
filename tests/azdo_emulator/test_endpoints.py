"""Service connections: one name once in a project, and no secret in the file."""

import dataclasses

import pytest

from azdo_emulator.model import Refused, fingerprint
from azdo_emulator.model.devops import endpoints
from azdo_emulator.model.devops.projects import get_organization, get_project

CANARY = "canary-5f1d7c"
BODY = endpoints.EndpointBody(
    name="legacy",
    type="AZDOAPI",
    url="https://dev.azure.com/contoso",
    description="",
    scheme="Token",
    parameters={"apitoken": CANARY},
    data={"releaseUrl": "https://vsrm.dev.azure.com/contoso"},
)


@pytest.fixture
def project(session, contoso):
    return get_project(session, contoso, "Support").project_id


def refusal(call, *args):
    with pytest.raises(Refused) as refused:
        call(*args)
    return refused.value.status, refused.value.code


def test_a_secret_comes_back_as_nothing(session, contoso, project):
    given = {"apitoken": CANARY, "email": "known", "made-up": CANARY}
    body = dataclasses.replace(BODY, type="bitbucket", parameters=given)
    made = endpoints.create_service_endpoint(session, contoso, (project,), body)

    found = endpoints.get_service_endpoint_details(session, contoso, project, made.endpoint_id)

    assert found.parameters == {"apitoken": None, "email": "known", "made-up": None}


def test_a_secret_is_never_in_the_file(cloud):
    with cloud.write() as session:
        contoso = get_organization(session, "contoso")
        project = get_project(session, contoso, "Support").project_id
        made = endpoints.create_service_endpoint(session, contoso, (project,), BODY)
        endpoints.update_service_endpoint(session, contoso, project, made.endpoint_id, BODY)

    written = b"".join(path.read_bytes() for path in cloud.path.parent.glob("cloud.sqlite*"))
    assert b"legacy" in written
    assert CANARY.encode() not in written


def test_two_connections_of_a_project_cannot_share_a_name(session, contoso, project):
    endpoints.create_service_endpoint(session, contoso, (project,), BODY)
    second = dataclasses.replace(BODY, name="LEGACY")

    found = refusal(endpoints.create_service_endpoint, session, contoso, (project,), second)

    assert found == (409, "DuplicateServiceConnectionException")


def test_two_projects_may_have_a_connection_of_one_name(session, contoso, project):
    payments = get_project(session, contoso, "Payments").project_id
    first = endpoints.create_service_endpoint(session, contoso, (project,), BODY)
    second = endpoints.create_service_endpoint(session, contoso, (payments,), BODY)

    assert first.endpoint_id != second.endpoint_id


def test_a_rename_cannot_take_a_name_that_is_taken(session, contoso, project):
    endpoints.create_service_endpoint(session, contoso, (project,), BODY)
    other = endpoints.create_service_endpoint(
        session, contoso, (project,), dataclasses.replace(BODY, name="other")
    )

    found = refusal(endpoints.update_service_endpoint, session, contoso, project, other.endpoint_id, BODY)

    assert found == (409, "DuplicateServiceConnectionException")


def test_a_connection_goes_with_its_last_project(session, contoso, project):
    before = fingerprint(session)
    payments = get_project(session, contoso, "Payments").project_id
    made = endpoints.create_service_endpoint(session, contoso, (project, payments), BODY)

    endpoints.delete_service_endpoint(session, contoso, (project,), made.endpoint_id)
    left = endpoints.get_service_endpoint_details(session, contoso, payments, made.endpoint_id)
    endpoints.delete_service_endpoint(session, contoso, (payments,), made.endpoint_id)

    assert left.project_ids == (payments,)
    assert fingerprint(session) == before


@pytest.mark.parametrize("wrong", ["", "contoso.com"])
@pytest.mark.parametrize("name", ["tenantid", "serviceprincipalid"])
def test_federation_needs_a_tenant_and_an_identity(session, contoso, project, name, wrong):
    given = {"tenantid": contoso.tenant_id, "serviceprincipalid": contoso.tenant_id} | {name: wrong}
    body = dataclasses.replace(BODY, scheme="WorkloadIdentityFederation", parameters=given)

    with pytest.raises(Refused, match=f"The authorization parameter '{name}' has to be a GUID"):
        endpoints.create_service_endpoint(session, contoso, (project,), body)


def test_a_connection_that_is_gone_reads_as_nothing(session, contoso, project):
    assert endpoints.get_service_endpoint_details(session, contoso, project, contoso.tenant_id) is None


def test_a_connection_that_is_gone_cannot_be_changed(session, contoso, project):
    found = refusal(endpoints.update_service_endpoint, session, contoso, project, contoso.tenant_id, BODY)

    assert found == (404, "ServiceEndpointNotFoundException")


def test_a_connection_that_is_gone_cannot_be_deleted(session, contoso, project):
    found = refusal(endpoints.delete_service_endpoint, session, contoso, (project,), contoso.tenant_id)

    assert found == (404, "ServiceEndpointNotFoundException")


def test_a_connection_without_a_project_is_refused(session, contoso):
    assert refusal(endpoints.create_service_endpoint, session, contoso, (), BODY) == (
        400,
        "ArgumentException",
    )


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "The string must have at least one character."),
        ("  ", "The string must have at least one character."),
        ("x" * 300, "The String length exceeds maximum limit."),
    ],
)
def test_a_connection_has_a_name_of_some_length(session, contoso, project, name, words):
    made = endpoints.create_service_endpoint(session, contoso, (project,), BODY)
    body = dataclasses.replace(BODY, name=name)
    for call in (
        lambda: endpoints.create_service_endpoint(session, contoso, (project,), body),
        lambda: endpoints.update_service_endpoint(session, contoso, project, made.endpoint_id, body),
    ):
        with pytest.raises(Refused, match=words) as refused:
            call()
        assert (refused.value.status, refused.value.code) == (400, "ArgumentException")


@pytest.mark.parametrize("name", ["Azure Prod (EU)", "a.b, c", "x" * 255])
def test_a_connection_goes_by_what_people_call_it(session, contoso, project, name):
    body = dataclasses.replace(BODY, name=name)

    endpoints.create_service_endpoint(session, contoso, (project,), body)

    [found] = endpoints.get_service_endpoints_by_names(session, contoso, project, name)
    assert found.name == name


@pytest.mark.parametrize(("type", "scheme"), [("azuredevops", "Token"), ("", "Token"), ("AZDOAPI", "")])
def test_a_type_or_a_scheme_that_there_is_not_is_refused(session, contoso, project, type, scheme):
    body = dataclasses.replace(BODY, type=type, scheme=scheme)

    found = refusal(endpoints.create_service_endpoint, session, contoso, (project,), body)

    assert found == (400, "ServiceEndpointException")
