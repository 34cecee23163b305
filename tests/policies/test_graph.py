"""How resources hang together: what takes a value from what, and which identity is behind it."""

from guardrails import Example
from guardrails.data.fixtures import application, connection, entitlement, fixture, managed_identity
from guardrails.engine.graph import BELONGS_BY, STANDS_FOR, Graph

PRINCIPAL = fixture("azuread:index/servicePrincipal:ServicePrincipal", clientId="${bot.clientId}")


def graph(resources):
    declared = Example("", resources).declared()
    return Graph(declared), {one.name: one for one in declared}


def sources(resources, name, property_):
    found, by_name = graph(resources)
    return {one.name for one in found.sources(by_name[name], property_)}


def identities(resources, name, property_):
    found, by_name = graph(resources)
    return {urn.rpartition("::")[2] for urn in found.identities(by_name[name], property_)}


def test_a_property_has_the_sources_that_it_names():
    stack = {
        "a": fixture("x:y:Z"),
        "b": fixture("x:y:Z"),
        "c": fixture("x:y:Z", one="${a.x}", two="${b.x}${gone.x}"),
    }

    assert sources(stack, "c", "one") == {"a"}
    assert sources(stack, "c", "two") == {"b"}
    assert sources(stack, "c", "three") == set()


def test_only_what_hands_values_on_is_looked_through():
    waits = fixture("patless-native:index:Readiness", principalId="${bot.principalId}")
    other = fixture("random:index/randomId:RandomId", keepers="${bot.principalId}")
    stack = {"bot": managed_identity(), "ready": waits, "random": other}

    assert sources(stack | {"c": fixture("x:y:Z", one="${ready.x}")}, "c", "one") == {"ready", "bot"}
    assert sources(stack | {"c": fixture("x:y:Z", one="${random.x}")}, "c", "one") == {"random"}


def test_what_hands_values_on_in_a_circle_is_looked_through_once():
    native = "patless-native:index:Readiness"
    stack = {"a": fixture(native, x="${b.x}"), "b": fixture(native, x="${a.x}")}

    assert sources(stack, "a", "x") == {"a", "b"}


def test_an_identity_is_found_behind_what_stands_for_it():
    stack = {"bot": application(), "sp": PRINCIPAL, "member": entitlement("sp")}

    assert identities(stack | {"c": fixture("x:y:Z", who="${member.id}")}, "c", "who") == {"bot"}
    assert identities(stack | {"c": fixture("x:y:Z", who="${sp.objectId}")}, "c", "who") == {"bot"}
    assert identities(stack | {"c": fixture("x:y:Z", who="${bot.clientId}")}, "c", "who") == {"bot"}


def test_a_service_principal_of_an_application_from_elsewhere_is_an_identity_itself():
    stack = {"sp": fixture("azuread:index/servicePrincipal:ServicePrincipal", clientId="2b0f7c0e")}

    assert identities(stack | {"c": fixture("x:y:Z", who="${sp.objectId}")}, "c", "who") == {"sp"}


def test_service_principals_in_a_circle_end_somewhere():
    type_ = "azuread:index/servicePrincipal:ServicePrincipal"
    stack = {"a": fixture(type_, clientId="${b.clientId}"), "b": fixture(type_, clientId="${a.clientId}")}

    assert identities(stack, "a", "clientId") == {"a"}


def test_other_resources_are_no_identities():
    stack = {"bot": fixture("x:y:Z"), "azure": connection()}

    assert identities(stack, "azure", "credentials") == set()


def test_a_resource_is_part_of_its_parents_also_when_they_go_round_in_a_circle():
    part, inner, outer = ({"type": "x:y:Z", "options": {"parent": f"${{{one}}}"}} for one in ("b", "c", "a"))
    found, by_name = graph({"a": part, "b": inner, "c": outer})

    assert [one.name for one in found.ancestors(by_name["a"])] == ["b", "c"]


def test_a_connection_belongs_to_the_identity_in_its_credentials():
    found, by_name = graph({"bot": managed_identity(), "azure": connection()})

    assert found.identity_of(by_name["azure"]) == {by_name["bot"].urn}
    assert found.identity_of(by_name["bot"]) == frozenset()


def test_every_type_that_belongs_to_an_identity_says_so_by_its_own_input():
    for type_, slot in BELONGS_BY.items():
        found, by_name = graph({"bot": managed_identity(), "one": fixture(type_, **{slot: "${bot.x}"})})
        assert found.identity_of(by_name["one"]) == {by_name["bot"].urn}


def test_every_type_that_stands_for_an_identity_says_so_by_its_own_input():
    for type_, slot in STANDS_FOR.items():
        stack = {"bot": managed_identity(), "one": fixture(type_, **{slot: "${bot.x}"})}
        assert identities(stack | {"c": fixture("x:y:Z", who="${one.x}")}, "c", "who") == {"bot"}
