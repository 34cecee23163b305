"""The rules retiring-issuer and retired-issuer: trust in the issuer that Azure DevOps gives up."""

from datetime import date

import pytest
from guardrails import Level, Profile, evaluate
from guardrails.data.tokens import TRUSTS
from guardrails.engine import clock
from guardrails.rules import retired_issuer, retiring_issuer

ADVICE, STOP = retiring_issuer.RULE, retired_issuer.RULE
OLD = retiring_issuer.ISSUER
TYPES = [*TRUSTS, "azure-native_managedidentity_v20241130:managedidentity:FederatedIdentityCredential"]
READABLE = {"known", "secret", "secret block"}


@pytest.fixture
def on(monkeypatch):
    """Sets the day."""
    return lambda *day: monkeypatch.setattr(clock, "today", lambda: date(*day))


@pytest.mark.parametrize("type_", TYPES)
def test_the_old_issuer_is_found_on_every_day(type_, refused, on):
    on(2026, 1, 1)

    assert refused(ADVICE, type_, "issuer", OLD) == READABLE


@pytest.mark.parametrize("type_", TYPES)
def test_the_old_issuer_is_refused_from_the_day_on(type_, refused, on):
    on(2027, 1, 1)

    assert refused(STOP, type_, "issuer", OLD) == READABLE


def test_the_old_issuer_is_not_refused_before_the_day(refused, on):
    on(2026, 12, 31)

    assert refused(STOP, TRUSTS[0], "issuer", OLD) == set()


@pytest.mark.parametrize(("day", "expected"), [("2026-03-02", 0), ("2026-03-01", 1), ("2026-02-28", 1)])
def test_the_settings_name_the_day(day, expected, enter, on):
    on(2026, 3, 1)

    assert len(list(STOP.examine(enter(TRUSTS[0], {"issuer": OLD}), {"from": day}))) == expected


def test_a_day_that_is_none_is_a_finding_that_names_the_rule(enter):
    (finding,) = STOP.examine(enter(TRUSTS[0], {"issuer": OLD}), {"from": "next year"})

    assert finding.crashed
    assert "retired-issuer" in finding.what


SPELLINGS = {
    "https://vstoken.dev.azure.com/x": True,
    "HTTPS://VSTOKEN.DEV.AZURE.COM/x": True,
    " https://vstoken.dev.azure.com": True,
    "http://vstoken.dev.azure.com/x": True,
    "https://app.vstoken.visualstudio.com/x": True,
    "https://login.microsoftonline.com/x/v2.0": False,
    "https://vstoken.example.com/x": False,
    "https://example.com/https://vstoken.dev.azure.com/x": False,
}


def test_every_spelling_of_the_old_issuer_is_found_and_no_other(enter):
    found = {one: evaluate(enter(TRUSTS[0], {"issuer": one}), [ADVICE]) != [] for one in SPELLINGS}

    assert found == SPELLINGS


def test_the_advice_stops_a_deployment_where_it_is_strict():
    assert (ADVICE.level, ADVICE.level_in(Profile.STRICT)) == (Level.ADVISORY, Level.MANDATORY)
    assert STOP.level is Level.MANDATORY
