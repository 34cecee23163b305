"""Saved state as resources."""

from guardrails import Known, Redacted
from guardrails.engine import saved
from guardrails.engine.props import SIGNATURE

STACK = "urn:pulumi:dev::p::pulumi:pulumi:Stack::p-dev"
PROVIDER = "urn:pulumi:dev::p::pulumi:providers:azuredevops::contoso"
GIT_HUB = "azuredevops:index/serviceEndpointGitHub:ServiceEndpointGitHub"
CONNECTION = f"urn:pulumi:dev::p::x:y:Team${GIT_HUB}::ci"


def state(*entries):
    return {"version": 3, "deployment": {"manifest": {}, "resources": list(entries)}}


def test_a_type_and_inputs_are_a_resource():
    resource = saved.resource({"type": "x:y:Z", "inputs": {"a": "b"}})

    assert resource.type == "x:y:Z"
    assert resource.props.get("a") == Known("b")


def test_a_saved_resource_keeps_its_name_parent_provider_protection_and_dependencies():
    provider, connection = saved.resources(
        state(
            {"type": "pulumi:providers:azuredevops", "urn": PROVIDER, "inputs": {"useOidc": "true"}},
            {
                "type": GIT_HUB,
                "urn": CONNECTION,
                "parent": STACK,
                "provider": f"{PROVIDER}::c0ffee",
                "protect": True,
                "inputs": {},
                "propertyDependencies": {"projectId": [STACK], "description": None},
            },
        )
    )

    assert provider.provider is None
    assert (connection.provider.urn, connection.provider.props.get("useOidc")) == (PROVIDER, Known("true"))
    assert (connection.name, connection.urn, connection.parent) == ("ci", CONNECTION, STACK)
    assert connection.protect
    assert connection.property_dependencies == {"projectId": (STACK,), "description": ()}


def test_an_encrypted_input_is_redacted():
    secret = {SIGNATURE: "1b47061264138c4ac30d75fd1eb44270", "ciphertext": "v1:abc"}

    (connection,) = saved.resources(
        state({"type": GIT_HUB, "urn": CONNECTION, "inputs": {"authPersonal": secret}})
    )

    assert connection.props.get("authPersonal.personalAccessToken") == Redacted()


def test_what_the_stack_only_reads_or_is_about_to_delete_is_left_out():
    read = {"type": GIT_HUB, "urn": CONNECTION, "external": True}
    dying = {"type": GIT_HUB, "urn": CONNECTION, "delete": True}

    assert saved.resources(state(read, dying)) == []


def test_a_stack_in_which_nothing_was_ever_deployed_has_no_resources():
    assert saved.resources({"version": 3, "deployment": {"manifest": {}}}) == []
    assert saved.resources({"version": 3, "deployment": None}) == []
