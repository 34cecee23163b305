"""Applications, their service principals and their trusts, through Microsoft's client of Microsoft Graph."""

import jwt
import pytest

from azdo_emulator.model.azure import identities
from azdo_emulator.model.entra import directory, owners
from azdo_emulator.model.entra.app_roles import DEFAULT, MICROSOFT_GRAPH, ROLES
from azdo_emulator.model.entra.application_credentials import list_application_credentials
from azdo_emulator.model.entra.permissions import OF_THE_DEPLOYER
from azdo_emulator.model.ids import guid
from azdo_emulator.model.replication import Lag, set_lag
from azdo_emulator.model.seed import DEPLOYER, ENTRA_GROUPS, LEGACY, SUBSCRIPTION, TENANT
from azdo_emulator.providers.values import read
from tests.azdo_emulator.conftest import APPLICATION, PRINCIPAL
from tests.azdo_emulator.conftest import entra as entra
from tests.azdo_emulator.conftest import start as start
from tests.azdo_emulator.http.conftest import client, grant, token
from tests.azdo_emulator.http.conftest import graph_refusal as refused

pytest.importorskip("msgraph", reason="`make .venv/clients` installs it")

PERSON = guid("seed", "dev.one@contoso.com")
TRUST = {
    "issuer": "https://token.actions.githubusercontent.com",
    "subject": "repo:contoso/mailroom:environment:production",
    "audiences": ["api://AzureADTokenExchange"],
}


@pytest.fixture
def models():
    """The client's models, imported when they are wanted, because all of them take minutes."""
    from msgraph.generated import models
    from msgraph.generated.models import (  # noqa: F401
        app_role_assignment,
        application,
        federated_identity_credential,
        service_principal,
        user,
    )

    return models


@pytest.fixture
def reference(server):
    """An object by its address."""
    from msgraph.generated.models.reference_create import ReferenceCreate

    return lambda object_id: ReferenceCreate(odata_id=f"{server.graph}/v1.0/directoryObjects/{object_id}")


@pytest.fixture
def bot(microsoft_graph, ask, models):
    """A new application."""
    wanted = models.application.Application(display_name="mailroom-bot", tags=["b", "a"], notes="Reads mail.")
    return ask(microsoft_graph.applications.post(wanted))


@pytest.fixture
def principal(microsoft_graph, ask, models, bot):
    """Its service principal."""
    wanted = models.service_principal.ServicePrincipal(app_id=bot.app_id)
    return ask(microsoft_graph.service_principals.post(wanted))


def test_an_application_lives_as_its_body_says(microsoft_graph, ask, models, bot):
    one = microsoft_graph.applications.by_application_id(bot.id)
    assert (bot.display_name, bot.sign_in_audience, bot.notes) == (
        "mailroom-bot",
        "AzureADMyOrg",
        "Reads mail.",
    )
    assert (bot.publisher_domain, bot.tags) == ("contoso.com", ["a", "b"])
    assert (bot.password_credentials, bot.key_credentials) == ([], [])

    ask(one.patch(models.application.Application(display_name="mailroom", description="For support.")))
    found = ask(one.get())

    assert (found.display_name, found.description, found.notes) == ("mailroom", "For support.", "Reads mail.")
    assert ask(microsoft_graph.applications_with_app_id(bot.app_id).get()).id == bot.id

    ask(one.delete())

    assert refused(ask, one.get()) == (
        404,
        "Request_ResourceNotFound",
        f"Resource '{bot.id}' does not exist or one of its queried reference-property objects are not "
        "present.",
    )
    assert refused(ask, microsoft_graph.applications_with_app_id(bot.app_id).get())[0] == 404


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ({}, "A value is required for property 'displayName' of resource 'Application'."),
        (
            {"display_name": "x", "sign_in_audience": "Everybody"},
            "Invalid value specified for property 'signInAudience' of resource 'Application'.",
        ),
    ],
)
def test_an_application_that_cannot_be_is_refused(wanted, words, microsoft_graph, ask, models):
    coming = microsoft_graph.applications.post(models.application.Application(**wanted))

    assert refused(ask, coming) == (400, "Request_BadRequest", words)


def test_what_the_plug_in_makes_is_here_and_what_is_made_here_the_plug_in_reads(
    entra, microsoft_graph, ask, bot, principal
):
    _, outputs = entra.create(APPLICATION, {"displayName": "by-plug-in", "notes": "By the plug-in."})
    found = ask(microsoft_graph.applications.by_application_id(outputs["objectId"]).get())

    assert (found.app_id, found.display_name, found.notes) == (
        outputs["clientId"],
        outputs["displayName"],
        "By the plug-in.",
    )

    seen = read(entra.read(APPLICATION, f"/applications/{bot.id}").properties)
    of = read(entra.read(PRINCIPAL, f"/servicePrincipals/{principal.id}").properties)

    assert (seen["clientId"], seen["notes"], seen["tags"]) == (bot.app_id, "Reads mail.", ["a", "b"])
    assert (of["objectId"], of["clientId"], of["owners"]) == (principal.id, bot.app_id, [DEPLOYER[1]])


def test_who_makes_an_application_owns_it_unless_owners_are_named(microsoft_graph, ask, server, bot):
    found = ask(microsoft_graph.applications.by_application_id(bot.id).owners.get()).value
    assert [(owner.id, owner.display_name) for owner in found] == [(DEPLOYER[1], DEPLOYER[0])]

    with client(f"{server.graph}/v1.0", token(server, server.graph)) as made:
        bound = [f"{server.graph}/v1.0/directoryObjects/{PERSON}"]
        other = made.post("/applications", json={"displayName": "other", "owners@odata.bind": bound}).json()
        [owner] = made.get(f"/applications/{other['id']}/owners").json()["value"]

    assert (owner["@odata.type"], owner["userPrincipalName"]) == (
        "#microsoft.graph.user",
        "dev.one@contoso.com",
    )


def test_owners_come_and_go(microsoft_graph, ask, models, reference, bot):
    found = microsoft_graph.applications.by_application_id(bot.id).owners
    group = ENTRA_GROUPS["sg-support"][0]

    ask(found.ref.post(reference(PERSON)))

    person, deployer = models.user.User, models.service_principal.ServicePrincipal
    kinds = {owner.id: type(owner) for owner in ask(found.get()).value}
    assert kinds == {PERSON: person, DEPLOYER[1]: deployer}
    assert refused(ask, found.ref.post(reference(PERSON)))[2].startswith(
        "One or more added object references"
    )
    assert "invalid for the 'owners' reference" in refused(ask, found.ref.post(reference(group)))[2]
    assert refused(ask, found.ref.post(reference("nobody")))[2] == "Invalid object identifier 'nobody'."

    ask(found.by_directory_object_id(DEPLOYER[1]).ref.delete())

    # With the right over what it owns alone, the deployer has locked itself out.
    assert refused(ask, found.ref.post(reference(DEPLOYER[1]))) == (
        403,
        "Authorization_RequestDenied",
        "Insufficient privileges to complete the operation.",
    )


def test_what_others_own_is_read_and_not_changed(microsoft_graph, ask, models):
    one = microsoft_graph.applications.by_application_id(LEGACY[1])
    change = models.application.Application(display_name="mine")

    assert ask(one.get()).display_name == "legacy-deploy"
    assert {refused(ask, coming)[0] for coming in (one.patch(change), one.delete())} == {403}
    assert (
        refused(
            ask,
            microsoft_graph.service_principals.post(
                models.service_principal.ServicePrincipal(app_id=LEGACY[2])
            ),
        )[0]
        == 403
    )


def test_a_service_principal_lives_as_its_body_says(microsoft_graph, ask, models, bot, principal):
    one = microsoft_graph.service_principals.by_service_principal_id(principal.id)
    assert (principal.app_id, principal.display_name) == (bot.app_id, "mailroom-bot")
    assert (str(principal.app_owner_organization_id), principal.service_principal_type) == (
        TENANT,
        "Application",
    )
    assert (principal.account_enabled, principal.app_role_assignment_required) == (True, False)
    assert [owner.id for owner in ask(one.owners.get()).value] == [DEPLOYER[1]]

    change = models.service_principal.ServicePrincipal(account_enabled=False, notes="Suspended.")
    ask(one.patch(change))
    found = ask(microsoft_graph.service_principals_with_app_id(bot.app_id).get())

    assert (found.id, found.account_enabled, found.notes) == (principal.id, False, "Suspended.")

    ask(one.delete())

    assert refused(ask, one.get())[0] == 404
    assert ask(microsoft_graph.applications.by_application_id(bot.id).get()).id == bot.id


def test_an_application_has_one_service_principal_and_none_without_it(
    microsoft_graph, ask, models, bot, principal
):
    wanted = models.service_principal.ServicePrincipal
    nobody = guid("nobody")

    assert refused(ask, microsoft_graph.service_principals.post(wanted(app_id=bot.app_id)))[0] == 409
    assert refused(ask, microsoft_graph.service_principals.post(wanted(app_id=nobody))) == (
        400,
        "Request_BadRequest",
        f"The appId '{nobody}' of the service principal does not reference a valid application object.",
    )


def test_a_managed_identity_says_where_it_is_and_is_deleted_there_alone(server, microsoft_graph, ask):
    with server.cloud.write() as session:
        made = identities.user_assigned_identities_create_or_update(
            session, SUBSCRIPTION, "rg-support", "id-reporter", location="westeurope"
        )
        owners.add_owner(session, made.principal_id, DEPLOYER[1])
    one = microsoft_graph.service_principals.by_service_principal_id(made.principal_id)
    found = ask(one.get())

    assert (found.service_principal_type, found.app_id) == ("ManagedIdentity", made.client_id)
    assert found.alternative_names == ["isExplicit=True", made.id]
    assert refused(ask, one.delete())[0] == 403


def test_a_trust_lives_and_signs_in(server, microsoft_graph, ask, models, bot, principal):
    all = microsoft_graph.applications.by_application_id(bot.id).federated_identity_credentials
    wanted = models.federated_identity_credential.FederatedIdentityCredential

    made = ask(all.post(wanted(name="production", description="Deploys.", **TRUST)))
    one = all.by_federated_identity_credential_id(made.id)

    assert (made.name, made.subject, made.audiences) == ("production", TRUST["subject"], TRUST["audiences"])
    assert [each.id for each in ask(all.get()).value] == [made.id]
    assert signs_in(server, bot, TRUST["subject"])

    ask(one.patch(wanted(subject="repo:contoso/mailroom:environment:test")))
    found = ask(one.get())

    assert (found.subject, found.issuer) == ("repo:contoso/mailroom:environment:test", TRUST["issuer"])
    assert found.description == "Deploys."
    assert not signs_in(server, bot, TRUST["subject"])
    assert signs_in(server, bot, found.subject)

    ask(one.delete())

    assert refused(ask, one.get())[0] == 404
    assert not signs_in(server, bot, found.subject)


def signs_in(server, bot, subject):
    """Whether a token of the issuer's opens."""
    said = {"iss": TRUST["issuer"], "sub": subject, "aud": TRUST["audiences"][0], "exp": 4_000_000_000}
    form = {
        "grant_type": "client_credentials",
        "client_id": bot.app_id,
        "scope": f"{server.graph}/.default",
        "client_assertion": jwt.encode(said, "a key that nobody asks for, 32 bytes", "HS256"),
    }
    with client(server.https, "") as made:
        return made.post(f"/{TENANT}/oauth2/v2.0/token", data=form).status_code == 200


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"audiences": []}, "Federated identity credentials must have exactly one audience."),
        ({"name": "no spaces"}, "The name 'no spaces' of a federated identity credential has to be"),
        ({"subject": None}, "A value is required for property 'subject'"),
    ],
)
def test_a_trust_that_breaks_a_rule_is_refused(changed, words, microsoft_graph, ask, models, bot):
    all = microsoft_graph.applications.by_application_id(bot.id).federated_identity_credentials
    wanted = models.federated_identity_credential.FederatedIdentityCredential
    status, _, said = refused(ask, all.post(wanted(**{"name": "production"} | TRUST | changed)))

    assert status == 400
    assert said.startswith(words)


def test_of_a_secret_there_is_everything_but_the_secret(server, microsoft_graph, ask):
    found = ask(microsoft_graph.applications.by_application_id(LEGACY[1]).get())
    secrets = {one.display_name: one for one in found.password_credentials}

    assert (secrets["ci"].end_date_time.year, secrets["never expires"].end_date_time.year) == (2024, 2299)
    assert {one.secret_text for one in secrets.values()} == {None}
    assert [one.display_name for one in found.key_credentials] == ["CN=legacy-deploy"]
    hint = secrets["ci"].hint
    assert server.tokens.secret(str(secrets["ci"].key_id)).startswith(hint)
    assert len(hint) == 3


def test_a_secret_is_taken_away_and_none_is_added(server, microsoft_graph, ask):
    from msgraph.generated.applications.item.add_password import add_password_post_request_body as adding
    from msgraph.generated.applications.item.remove_password import (
        remove_password_post_request_body as removing,
    )

    with server.cloud.write() as session:
        owners.add_owner(session, LEGACY[1], DEPLOYER[1])
        before = list_application_credentials(session, LEGACY[1])
    one = microsoft_graph.applications.by_application_id(LEGACY[1])
    [key_id] = [credential.key_id for credential in before if credential.display_name == "never expires"]
    body = removing.RemovePasswordPostRequestBody(key_id=key_id)

    assert refused(ask, one.add_password.post(adding.AddPasswordPostRequestBody()))[1] == (
        "CredentialTypeNotAllowedAsPerAppPolicy"
    )
    ask(one.remove_password.post(body))

    with server.cloud.read() as session:
        after = list_application_credentials(session, LEGACY[1])
    assert {one.key_id for one in before} - {one.key_id for one in after} == {key_id}
    assert refused(ask, one.remove_password.post(body)) == (
        400,
        "Request_BadRequest",
        "No password credential found with keyId.",
    )


@pytest.fixture
def graph_itself(microsoft_graph, ask):
    """Microsoft Graph's own service principal."""
    return ask(microsoft_graph.service_principals_with_app_id(MICROSOFT_GRAPH).get())


def test_microsoft_graph_says_which_roles_it_has_and_who_has_them(microsoft_graph, ask, graph_itself):
    names = {str(role.id): role.value for role in graph_itself.app_roles}
    one = microsoft_graph.service_principals.by_service_principal_id(graph_itself.id)
    assigned = ask(one.app_role_assigned_to.get()).value

    assert {names[str(each.app_role_id)] for each in assigned} == set(OF_THE_DEPLOYER)
    assert {each.principal_display_name for each in assigned} == {DEPLOYER[0]}
    assert {(each.resource_display_name, each.principal_type) for each in assigned} == {
        ("Microsoft Graph", "ServicePrincipal")
    }


def test_a_role_is_given_and_taken_from_either_side(
    server, microsoft_graph, ask, models, principal, graph_itself
):
    wanted = models.app_role_assignment.AppRoleAssignment(
        app_role_id=ROLES[MICROSOFT_GRAPH]["User.Read.All"],
        principal_id=principal.id,
        resource_id=graph_itself.id,
    )
    resource = microsoft_graph.service_principals.by_service_principal_id(graph_itself.id)
    holder = microsoft_graph.service_principals.by_service_principal_id(principal.id)
    assert refused(ask, resource.app_role_assigned_to.post(wanted))[0] == 403
    grant(server, "AppRoleAssignment.ReadWrite.All")

    made = ask(resource.app_role_assigned_to.post(wanted))

    assert [each.id for each in ask(holder.app_role_assignments.get()).value] == [made.id]
    assert refused(ask, holder.app_role_assignments.post(wanted))[2] == (
        "Permission being assigned already exists on the object."
    )
    found = resource.app_role_assigned_to.by_app_role_assignment_id(made.id)
    assert ask(found.get()).principal_id == made.principal_id

    ask(holder.app_role_assignments.by_app_role_assignment_id(made.id).delete())

    assert refused(ask, found.get())[0] == 404
    wrong = models.app_role_assignment.AppRoleAssignment(
        app_role_id=DEFAULT, principal_id=principal.id, resource_id=graph_itself.id
    )
    assert "was not found on application" in refused(ask, resource.app_role_assigned_to.post(wrong))[2]


def test_what_is_new_comes_late_where_that_is_asked_for(server, microsoft_graph, ask, models):
    with server.cloud.write() as session:
        set_lag(session, Lag.GRAPH, attempts=1)
        set_lag(session, Lag.LISTS, attempts=1)
        made = directory.create_application(session, TENANT, "late").object_id
    one = microsoft_graph.applications.by_application_id(made)
    listed = [[each.id for each in ask(microsoft_graph.applications.get()).value] for _ in range(2)]

    assert [made in ids for ids in listed] == [False, True]
    assert refused(ask, one.get())[0] == 404
    assert ask(one.get()).id == made
