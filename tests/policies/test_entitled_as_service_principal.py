"""The rule entitled-as-service-principal: workloads that are members as if they were people."""

import pytest
from guardrails.data.fixtures import application, entitlement, fixture, managed_identity
from guardrails.data.tokens import GROUP_ENTITLEMENT, MEMBER
from guardrails.rules import entitled_as_service_principal

RULE = entitled_as_service_principal.RULE
PRINCIPAL = fixture("azuread:index/servicePrincipal:ServicePrincipal", clientId="${bot.clientId}")


@pytest.mark.parametrize("type_", [MEMBER, GROUP_ENTITLEMENT])
@pytest.mark.parametrize(
    "identity", [{"bot": managed_identity()}, {"bot": application(), "sp": PRINCIPAL}, {"sp": PRINCIPAL}]
)
def test_a_workload_as_a_person_or_group_is_refused(type_, identity, found):
    last = list(identity)[-1]

    assert found(RULE, identity | {"member": fixture(type_, originId=f"${{{last}.objectId}}")}) == ["member"]


def test_a_workload_as_a_service_principal_is_accepted(found):
    assert found(RULE, {"bot": managed_identity(), "member": entitlement()}) == []


def test_people_and_groups_are_accepted(found):
    stack = {
        "ann": fixture("azuread:index/user:User"),
        "one": fixture(MEMBER, originId="${ann.objectId}"),
        "two": fixture(MEMBER, originId="b7b0d5b0-34a4-4d5b-8b59-34f21b7a8b30"),
        "three": fixture(MEMBER, originId="${elsewhere.objectId}"),
    }

    assert found(RULE, stack) == []
