"""Whom a trust lets in, how far a role goes, and what a pool's role is worth, in words."""

import pytest

from patless.check.access import diff
from patless.check.access.names import Names
from patless.check.snapshot import Snapshot
from tests.check.stack import IDENTITY, ROLE, SECRET, SUBSCRIPTION, TRUST, UNKNOWN, WORKLOAD, entry, role

NAMES = Names({SUBSCRIPTION: "Contoso Production"})


def said(*entries):
    """What the first of the resources lets somebody do."""
    return diff.accesses(Snapshot(entries), NAMES)[entries[0]["urn"]].text


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        (
            "repo:contoso@242/mailroom@991:environment:production",
            "GitHub Actions of contoso/mailroom (environment production)",
        ),
        ("repo:contoso/mailroom:ref:refs/heads/main", "GitHub Actions of contoso/mailroom (branch main)"),
        ("repo:contoso/mailroom:ref:refs/tags/v1", "GitHub Actions of contoso/mailroom (tag v1)"),
        ("repo:contoso/mailroom:pull_request", "every pull request of GitHub's contoso/mailroom"),
        ("repo:contoso/mailroom:actor:x", "GitHub Actions of contoso/mailroom (actor:x)"),
        ("*", 'GitHub Actions with the subject "*"'),
    ],
)
def test_a_trust_in_github_names_the_repository_and_what_may_sign_in(subject, words):
    issuer = "https://token.actions.githubusercontent.com"
    trust = entry(TRUST, "t", {"issuer": issuer, "subject": subject, "resourceName": "id-bot"})

    assert said(trust).startswith(f"{words} may sign in as ")


@pytest.mark.parametrize(
    ("inputs", "words"),
    [
        (
            {"issuer": "https://oidc.aks", "subject": "system:serviceaccount:support:triage"},
            "the service account support/triage of the cluster https://oidc.aks",
        ),
        (
            {"issuer": "https://vstoken.dev.azure.com/x", "subject": "sc://contoso/Support/old"},
            "the service connection old of the project Support",
        ),
        (
            {"issuer": "https://issuer.example", "subject": "job"},
            'whoever has a token of https://issuer.example for "job"',
        ),
        ({"issuer": UNKNOWN, "subject": UNKNOWN}, "somebody who is not known yet"),
        ({"issuer": "https://i", "subject": {SECRET: "x"}}, "somebody who is not known yet"),
    ],
)
def test_a_trust_in_others_says_whom_it_trusts(inputs, words):
    assert said(entry(TRUST, "t", {**inputs, "resourceName": "id-bot"})).startswith(f"{words} may sign in as")


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        (f"/subscriptions/{SUBSCRIPTION}", "the whole subscription Contoso Production"),
        ("/", "the whole tenant"),
        (
            "/providers/Microsoft.Management/managementGroups/root",
            "the whole management group root",
        ),
        (
            f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv",
            "the key vault kv in the resource group rg (Contoso Production)",
        ),
        (
            "/subscriptions/other/resourceGroups/rg",
            "the resource group rg (other)",
        ),
        ("", "a scope that is not known yet"),
    ],
)
def test_a_role_says_how_far_it_goes(scope, words):
    identity = entry(IDENTITY, "i", {"resourceName": "id-x"})
    given = role(identity, None)
    given["inputs"]["scope"] = scope or UNKNOWN

    assert said(given, identity) == f"id-x has the role Contributor in {words}"


def test_an_administrator_of_a_pool_may_register_agents():
    workload = entry(WORKLOAD, "registrar")
    inputs = {"scope": "distributedtask.agentpoolrole", "resourceId": "9", "roleName": "Administrator"}

    given = said(entry(ROLE, "registrar-on-linux-builders-role", inputs, parent=workload), workload)

    assert given == "registrar is Administrator of the agent pool linux-builders and may register agents"
