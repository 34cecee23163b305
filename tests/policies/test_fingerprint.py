"""Fingerprints: the same inputs have the same one however the resource comes, and a change is noticed."""

import re

import pytest
from guardrails.engine.fingerprint import changed, fingerprint
from guardrails.engine.props import SIGNATURE, Props, Unknown
from guardrails.engine.resource import Resource
from guardrails.engine.saved import resource
from pulumi_policy import proxy

CANARY = "canary-1234"
UNKNOWN = proxy.UNKNOWN_STRING_VALUE
SECRET = {SIGNATURE: "1b47061264138c4ac30d75fd1eb44270", "value": CANARY}
SSH = "azuredevops:index/serviceEndpointSsh:ServiceEndpointSsh"
WEBHOOK = "azuredevops:index/servicehookWebhookTfs:ServicehookWebhookTfs"

INPUTS = {
    "host": "backup.contoso.com",
    "port": 22,
    "projectId": UNKNOWN,
    "password": CANARY,
    "privateKey": SECRET,
    "settings": {"strict": True, "apiKey": CANARY, "ports": [1, 2.5]},
}


def declared(inputs, type_=SSH):
    return resource({"type": type_, "name": "ci", "inputs": inputs})


def of(inputs, type_=SSH):
    return fingerprint(declared(inputs, type_))


def names(text):
    return [part.partition(":")[0] for part in text.split(",")]


def test_the_same_inputs_have_the_same_fingerprint_by_every_way(enter):
    assert fingerprint(enter(SSH, INPUTS)) == of(INPUTS)


def test_it_names_the_inputs_and_leaves_out_what_is_secret():
    assert names(of(INPUTS)) == ["host", "port", "projectId", "settings"]
    assert "projectId:?" in of(INPUTS)
    assert of(INPUTS) == of(INPUTS | {"password": "other", "privateKey": "other"})
    assert of(INPUTS) == of(INPUTS | {"settings": INPUTS["settings"] | {"apiKey": "other"}})


def test_it_leaves_out_what_says_nothing_and_what_the_provider_fills_in():
    filled = {
        "description": "Managed by Pulumi",
        "acceptUntrustedCerts": False,
        "username": "",
        "tags": [],
        "extra": {},
        "none": None,
        "__defaults": ["username"],
        "serviceEndpointAuthenticationScheme": "ServicePrincipal",
        "enablePipelinesAccess": True,
        "version": "3.16.2",
        "pluginDownloadURL": "https://example.com",
    }

    assert of({"host": "x"} | filled) == of({"host": "x"})
    assert of(filled) == "none"


def test_a_provider_that_sends_texts_and_a_program_that_sends_values_are_the_same():
    assert (
        of({"useIt": True, "port": 22})
        == of({"useIt": "true", "port": 22.0})
        == of({"useIt": True, "port": "22"})
    )


def test_what_the_provider_would_fill_in_otherwise_is_covered():
    filled = {"serviceEndpointAuthenticationScheme": ["ServicePrincipal"], "enablePipelinesAccess": "maybe"}

    assert names(of(filled)) == ["enablePipelinesAccess", "serviceEndpointAuthenticationScheme"]


def test_a_digest_is_short_and_the_order_of_keys_does_not_matter():
    assert re.fullmatch("tags:[0-9a-f]{16}", of({"tags": {"a": "1", "b": "2"}}))
    assert of({"tags": {"a": "1", "b": "2"}}) == of({"tags": {"b": "2", "a": "1"}})


def test_inputs_that_are_not_known_at_all_have_a_fingerprint_that_nothing_matches():
    unreadable = fingerprint(Resource(SSH, "ci", Props(Unknown())))

    assert changed(unreadable, of(INPUTS)) != set()
    assert changed(of(INPUTS), unreadable) != set()


def test_nothing_has_changed_when_nothing_has():
    assert changed(of(INPUTS), of(INPUTS)) == set()
    assert changed("none", of({})) == set()


CHANGES = {
    "another value": ({"host": "evil.example.com"}, {"host"}),
    "one more input": ({"username": "root"}, {"username"}),
    "deep inside": ({"settings": {"strict": False, "ports": [1, 2.5]}}, {"settings"}),
    "an element of a list": ({"settings": {"strict": True, "ports": [1, 3]}}, {"settings"}),
    "an input less": ({"host": None}, {"host"}),
    "not known any more": ({"host": UNKNOWN}, {"host"}),
    "hidden": ({"host": "[secret]"}, {"host"}),
    "known by now": ({"projectId": "6f3c1e52"}, set()),
    "not there any more, and not known before": ({"projectId": None}, {"projectId"}),
}


@pytest.mark.parametrize("case", CHANGES)
def test_a_change_of_an_input_is_noticed(case):
    change, expected = CHANGES[case]

    assert changed(of(INPUTS), of(INPUTS | change)) == expected


def test_a_hash_of_a_secret_is_never_part_of_it():
    headers = {"url": "x", "httpHeaders": {"Authorization": CANARY}, "basicAuthPassword": CANARY}

    assert of(headers, WEBHOOK) == of({"url": "x"}, WEBHOOK)


def test_blanks_around_its_parts_do_not_matter():
    assert changed(of(INPUTS).replace(",", " , ").replace(":", " : "), of(INPUTS)) == set()
