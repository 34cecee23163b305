"""What a token is for: by its scopes where they say so, by a tool's own form of a name, else a guess."""

from datetime import UTC, datetime

import pytest

from patless.findings.finding import Confidence
from patless.reports.token_uses import PROGRAMS, use_of
from patless.snapshot.records import AccessToken

GCM = "Git: https://dev.azure.com/contoso on DESK-7"
PROVIDER = "Azure DevOps Artifacts Credential Provider"


def token(name, scope):
    return AccessToken(
        authorization_id="x",
        owner="aad.x",
        display_name=name,
        scope=scope,
        valid_to=datetime(2027, 1, 1, tzinfo=UTC),
    )


USES = {
    (GCM, "vso.code_write vso.packaging"): ("git-credential-manager", "likely"),
    (PROVIDER, "vso.packaging_write vso.drop_write"): ("feed-provider", "likely"),
    ("anything", "vso.gallery_manage"): ("marketplace", "certain"),
    ("publish", "vso.work vso.agentpools_manage"): ("agent", "certain"),
    ("vsce", "app_token"): ("marketplace", "likely"),
    ("build-server-3", "app_token"): ("agent", "likely"),
    ("agent", "app_token"): ("agent", "likely"),
    ("Terraform prod", "app_token"): ("program-terraform", "likely"),
    ("renovate", "vso.code_write"): ("program-renovate", "likely"),
    ("nuget push", "app_token"): ("packages", "likely"),
    ("x", "vso.packaging_write"): ("packages", "certain"),
    ("x", "vso.code_full"): ("git", "likely"),
    ("x", "vso.work_write"): ("script", "guess"),
    ("x", "app_token"): ("script", "guess"),
    ("", ""): ("script", "guess"),
    (None, None): ("script", "guess"),
}


@pytest.mark.parametrize(("name", "scope"), USES)
def test_a_token_is_of_the_class_that_its_scope_or_its_name_says(name, scope):
    use, confidence = use_of(token(name, scope))

    assert (use.key, confidence.value) == USES[name, scope]


NOT_NOISE = {
    "full access under a tool's name": (GCM, "app_token"),
    "more scopes than the tool asks for": (GCM, "vso.code_write vso.work_write"),
    "a name that only begins like it": (f"Git: {GCM}", "vso.code_full vso.build"),
    "a provider's name with full access": (PROVIDER, "app_token"),
    "a name around the provider's": (f"my {PROVIDER}", "vso.packaging"),
    "no scope at all": (PROVIDER, ""),
}


@pytest.mark.parametrize("what", NOT_NOISE)
def test_nobody_hides_a_token_behind_a_tools_name(what):
    assert not use_of(token(*NOT_NOISE[what]))[0].noise


@pytest.mark.parametrize("name", ["Agentur Meier", "my urgent import", "commend", "Marengo"])
def test_a_word_inside_another_is_no_sign(name):
    assert use_of(token(name, "vso.work"))[1] is Confidence.GUESS


def test_every_program_says_what_to_do_instead():
    assert all(program.instead for program in PROGRAMS)
