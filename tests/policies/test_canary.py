"""Canary secrets in every credential input appear in no message, in no spelling."""

import json
from dataclasses import asdict

from guardrails import RULES, Enforcement, Profile
from guardrails.engine.saved import resource

from tests.policies.canary import EVERYTHING, TYPES, planted, quoted_in


def quoted(resource):
    """The spellings of the canary that anything told about a resource quotes."""
    findings = Enforcement(Profile.STRICT).judge([resource], RULES)
    assert not any(finding.crashed for finding in findings)
    told = [f"{finding} {finding.message} {json.dumps(asdict(finding), default=str)}" for finding in findings]
    return quoted_in("\n".join(told))


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

    assert told == TYPES.keys()
