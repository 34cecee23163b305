"""A canary: a secret in every credential input of every type, and every way in which it could be quoted."""

import base64
import json
from urllib.parse import quote

from guardrails.engine.credentials import CONNECTIONS, PROVIDERS, RESOURCES

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


def quoted_in(text):
    """The spellings of the canary that a text has."""
    return [spelling for spelling in SPELLINGS if spelling in text]
