"""The identities: an application, an existing one, and the trusts that let somebody sign in as them."""

import pytest

from components import AccessLevel, AppRegistration, Entitlement, FederatedTrust, Workload
from components.federated_trust import trust_key

WORKLOAD = {"purpose": "p", "owners": ["sg-support"]}
APPLICATION = {"display_name": "mailroom-bot", "owners": ["deployer"]}
MANAGED = {"identity_name": "id-bot", "resource_group": "rg", "location": "westeurope"}
TRUSTS = {label: {"issuer": "https://issuer", "subject": label} for label in ("a", "b", "c")}


def credential(label):
    """Name of the federated credential of a trust, which the label has no part in."""
    return f"bot-trust-{trust_key(**TRUSTS[label])}-credential"


def of_type(registrations, ending):
    return [found for found in registrations if found.type.endswith(f":{ending}")]


def test_an_application_has_one_tenant_no_second_of_its_name_and_the_deployer_as_owner_of_both_halves(deploy):
    found = deploy(lambda: AppRegistration("bot", APPLICATION))

    (application,) = of_type(found, "Application")
    (principal,) = of_type(found, "ServicePrincipal")
    assert application.inputs["signInAudience"] == "AzureADMyOrg"
    assert application.inputs["preventDuplicateNames"] is True
    assert application.inputs["owners"] == principal.inputs["owners"] == ["deployer"]
    assert principal.inputs["clientId"] == "bot-application:clientId"


def test_an_applications_entitlement_takes_the_service_principals_object_id(deploy):
    found = deploy(
        lambda: Workload("bot", {**WORKLOAD, "application": APPLICATION, "access_level": AccessLevel.BASIC})
    )

    (member,) = of_type(found, "ServicePrincipalEntitlement")
    assert member.inputs["originId"] == "bot-identity-principal:objectId"


@pytest.mark.parametrize(
    ("identity", "ending"),
    [
        ({"application": APPLICATION}, "ApplicationFederatedIdentityCredential"),
        ({"managed_identity": MANAGED}, "FederatedIdentityCredential"),
    ],
)
def test_trusts_of_one_identity_are_written_one_after_another(deploy, identity, ending):
    found = deploy(lambda: Workload("bot", {**WORKLOAD, **identity, "trusts": TRUSTS}))

    waits = {trust.name: trust.waits_for for trust in of_type(found, ending)}
    assert credential("a") in waits[credential("b")]
    assert credential("b") in waits[credential("c")]


def test_the_trust_of_a_connection_waits_for_the_trusts_before_it(deploy):
    target = {"role": "r", "subscription": "s", "subscription_name": "S", "resource_group": "rg"}
    connections = {name: {"project_id": "p", "target": target} for name in ("one", "two")}
    found = deploy(
        lambda: Workload(
            "bot", {**WORKLOAD, "managed_identity": MANAGED, "trusts": TRUSTS, "connections": connections}
        )
    )

    waits = {trust.name: trust.waits_for for trust in of_type(found, "FederatedIdentityCredential")}
    assert credential("c") in waits["bot-connection-one-trust-credential"]
    assert "bot-connection-one-trust-credential" in waits["bot-connection-two-trust-credential"]


def test_another_label_of_a_trust_is_the_same_trust(deploy):
    def made(label):
        trusts = {label: TRUSTS["a"]}
        found = deploy(lambda: Workload("bot", {**WORKLOAD, "managed_identity": MANAGED, "trusts": trusts}))
        return [(one.name, one.inputs) for one in of_type(found, "FederatedIdentityCredential")]

    assert made("a") == made("another")


def test_an_application_is_addressed_by_its_path_and_not_by_its_client_id(deploy):
    found = deploy(lambda: Workload("bot", {**WORKLOAD, "application": APPLICATION, "trusts": TRUSTS}))

    for trust in of_type(found, "ApplicationFederatedIdentityCredential"):
        assert trust.inputs["applicationId"] == "bot-identity-application:id"


def test_an_existing_identity_is_neither_created_nor_changed(deploy):
    existing = {"client_id": "c", "principal_id": "p", "tenant_id": "t"}
    found = deploy(
        lambda: Workload(
            "factory", {**WORKLOAD, "existing_identity": existing, "access_level": AccessLevel.BASIC}
        )
    )

    assert {registration.type.split(":")[0] for registration in found} == {"patless", "azuredevops"}
    (member,) = of_type(found, "ServicePrincipalEntitlement")
    assert member.inputs["originId"] == "p"


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ({}, "exactly one of managed_identity, application and existing_identity"),
        ({"managed_identity": MANAGED, "application": APPLICATION}, "exactly one of"),
        ({"managed_identity": MANAGED, "member_of": {"g": "vssgp.g"}}, "set access_level"),
        (
            {
                "existing_identity": {"client_id": "c", "principal_id": "p", "tenant_id": "t"},
                "trusts": TRUSTS,
            },
            "never changed",
        ),
    ],
)
def test_what_cannot_be_is_refused_before_any_resource(deploy, args, words):
    with pytest.raises(ValueError, match=words):
        deploy(lambda: Workload("bot", {**WORKLOAD, **args}))


def test_a_trust_belongs_to_an_application_or_to_a_managed_identity(deploy):
    with pytest.raises(ValueError, match="and not both"):
        deploy(lambda: FederatedTrust("t", {"trust_name": "t", "issuer": "https://i", "subject": "s"}))


def test_a_person_stays_in_the_organisation_when_the_entitlement_goes(deploy):
    found = deploy(
        lambda: Entitlement("dev", {"person": "Dev.One@contoso.com", "access_level": AccessLevel.BASIC})
    )

    (user,) = of_type(found, "User")
    assert user.retain
    assert user.inputs["principalName"] == "dev.one@contoso.com"


@pytest.mark.parametrize("args", [{"principal_id": "p"}, {"entra_group": "g"}])
def test_a_service_principal_or_a_group_goes_with_its_entitlement(deploy, args):
    found = deploy(lambda: Entitlement("m", {**args, "access_level": AccessLevel.STAKEHOLDER}))

    assert [registration.name for registration in found if registration.retain] == []


def test_an_entitlement_is_for_one_kind_of_member(deploy):
    with pytest.raises(ValueError, match="exactly one of principal_id, person and entra_group"):
        deploy(lambda: Entitlement("m", {"access_level": AccessLevel.BASIC}))
