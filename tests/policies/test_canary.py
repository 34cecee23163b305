"""Canary secrets in every credential input appear in no message, in no spelling."""

import base64
import json
from dataclasses import asdict
from urllib.parse import quote

from guardrails import RULES, Enforcement, Profile
from guardrails.credentials import CONNECTIONS, PROVIDERS, RESOURCES
from guardrails.saved import resource

# Every character that some spelling escapes.
CANARY = 'Kn4ry/+&"ö\\<zw>'
SPELLINGS = {
    CANARY,
    base64.b64encode(CANARY.encode()).decode(),
    base64.urlsafe_b64encode(CANARY.encode()).decode(),
    quote(CANARY),
    quote(CANARY, safe=""),
    json.dumps(CANARY)[1:-1],
    json.dumps(CANARY, ensure_ascii=False)[1:-1],
    "Kn4ry",
}

TYPES = {
    f"azuredevops:index/serviceEndpoint{name}:ServiceEndpoint{name}": row for name, row in CONNECTIONS.items()
}
EVERYTHING = TYPES | PROVIDERS | RESOURCES


def planted(row):
    """Inputs with a canary in every place that the row names, and in some that it does not."""
    inputs = {"url": CANARY, "username": CANARY, "serviceEndpointName": CANARY, "deep": {"apiKey": CANARY}}
    for one in row:
        value = CANARY
        steps = [step for step in one.input.split(".") if step]
        for step in reversed(steps[1:]):
            value = {step: value, "other": CANARY}
        if steps:
            name = steps[0].removesuffix("[]")
            inputs[name] = [value] if steps[0].endswith("[]") else value
    return inputs


def quoted(resource):
    """The spellings of the canary that anything told about a resource quotes."""
    findings = Enforcement(Profile.STRICT).judge([resource], RULES)
    assert not any(finding.crashed for finding in findings)
    told = [f"{finding} {finding.message} {json.dumps(asdict(finding), default=str)}" for finding in findings]
    return [spelling for spelling in SPELLINGS for text in told if spelling in text]


def test_no_message_quotes_a_secret(enter):
    found = {type_: quoted(enter(type_, planted(row))) for type_, row in EVERYTHING.items()}

    assert len(found) > 60
    assert {type_: spellings for type_, spellings in found.items() if spellings} == {}


def test_the_test_above_is_not_content_with_silence():
    told = {
        type_
        for type_, row in TYPES.items()
        if Enforcement().judge([resource({"type": type_, "name": "ci", "inputs": planted(row)})], RULES)
    }

    assert {type_.rpartition("Endpoint")[2] for type_ in TYPES.keys() - told} == {"Incomingwebhook"}
