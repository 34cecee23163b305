"""The rule no-pat-connection: what it refuses, through every way by which a resource comes to it."""

import pytest
from guardrails import RULES, Level, Severity, evaluate
from guardrails.engine import saved
from guardrails.engine.props import SIGNATURE
from guardrails.rules import no_pat_connection
from pulumi_policy import proxy

RULE = no_pat_connection.RULE
CANARY = "canary-1234"
UNKNOWN = proxy.UNKNOWN_STRING_VALUE
SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270"
HOME = "https://dev.azure.com/contoso"
FEED = "https://pkgs.dev.azure.com/contoso/_packaging/feed/npm/registry"
ELSEWHERE = "https://registry.example.com"


def typed(name):
    return f"azuredevops:index/{name[0].lower()}{name[1:]}:{name}"


# The token's input, what stands beside it, and whether the type is refused with no token to be seen.
ROWS = {
    "AzureDevOps": (typed("ServiceEndpointAzureDevOps"), "personalAccessToken", {}, True),
    "Pipeline": (typed("ServiceEndpointPipeline"), "authPersonal.personalAccessToken", {}, True),
    "Externaltfs": (typed("ServiceendpointExternaltfs"), "authPersonal.personalAccessToken", {}, True),
    "Marketplace": (
        typed("ServiceendpointVisualstudiomarketplace"),
        "authenticationToken.token",
        {"url": "https://marketplace.visualstudio.com"},
        False,
    ),
    "GitHub": (typed("ServiceEndpointGitHub"), "authPersonal.personalAccessToken", {}, False),
    "GitHubEnterprise": (
        typed("ServiceEndpointGitHubEnterprise"),
        "authPersonal.personalAccessToken",
        {},
        False,
    ),
    "GitHub, other spelling": (
        typed("ServiceendpointGithub"),
        "authPersonal.personalAccessToken",
        {},
        False,
    ),
    "Nuget": (typed("ServiceendpointNuget"), "personalAccessToken", {"feedUrl": ELSEWHERE}, False),
    "Nuget password": (typed("ServiceendpointNuget"), "password", {"feedUrl": FEED}, False),
    "GitLab": (typed("ServiceEndpointGitLab"), "apiToken", {}, True),
    "GenericGit": (typed("ServiceEndpointGenericGit"), "password", {"repositoryUrl": ELSEWHERE}, False),
    "Generic": (typed("ServiceEndpointGeneric"), "password", {"serverUrl": HOME}, False),
    "Npm": (typed("ServiceEndpointNpm"), "accessToken", {"url": FEED}, False),
    "Maven token": (typed("ServiceendpointMaven"), "authenticationToken.token", {"url": FEED}, False),
    "Maven password": (typed("ServiceendpointMaven"), "authenticationBasic.password", {"url": FEED}, False),
    "GenericV2": (
        typed("ServiceendpointGenericV2"),
        "authorizationParameters.apitoken",
        {"authorizationScheme": "Token"},
        True,
    ),
    "provider": ("pulumi:providers:azuredevops", "personalAccessToken", {}, False),
}

STATES = {
    "known": lambda path: nested(path, CANARY),
    "secret": lambda path: nested(path, {SIGNATURE: SECRET_SIGNATURE, "value": CANARY}),
    "secret block": lambda path: {
        path.split(".")[0]: {SIGNATURE: SECRET_SIGNATURE, "value": inside(path, CANARY)}
    },
    "empty": lambda path: nested(path, ""),
    "unknown": lambda path: {path.split(".")[0]: UNKNOWN},
    "nested unknown": lambda path: nested(path, UNKNOWN),
    "redacted": lambda path: {path.split(".")[0]: "[secret]"},
    "wrong type": lambda path: {path.split(".")[0]: 7.0},
    "list": lambda path: {path.split(".")[0]: [inside(path, CANARY)]},
    "missing": lambda path: {},
    "null": lambda path: {path.split(".")[0]: None},
}


def inside(path, value):
    """What stands in the first property that the path names."""
    for step in reversed(path.split(".")[1:]):
        value = {step: value}
    return value


def nested(path, value):
    return {path.split(".")[0]: inside(path, value)}


def declared(type_, inputs):
    return saved.resource({"type": type_, "name": "ci", "inputs": inputs})


def refused(resource):
    findings = evaluate(resource, [RULE])
    assert not any(finding.crashed for finding in findings)
    return findings != []


@pytest.mark.parametrize("row", ROWS)
def test_a_token_is_refused_in_whatever_state_it_is(row, enter):
    type_, path, beside, always = ROWS[row]

    outcome = {state: refused(enter(type_, beside | inputs(path))) for state, inputs in STATES.items()}

    assert outcome == {state: always or state not in ("missing", "null") for state in STATES}


@pytest.mark.parametrize("row", ROWS)
def test_a_finding_names_the_resource_and_never_quotes_a_value(row, enter):
    type_, path, beside, _ = ROWS[row]

    for state in STATES.values():
        for finding in evaluate(enter(type_, beside | state(path)), RULES):
            assert '"ci"' in finding.message
            assert CANARY not in str(finding)
            assert not any(str(value) in finding.what for value in beside.values())


# Types on which a password or token is a PAT only when it is for Azure DevOps.
BY_ADDRESS = {
    "ServiceEndpointGeneric": ("serverUrl", {"password": CANARY}),
    "ServiceEndpointNpm": ("url", {"accessToken": CANARY}),
    "ServiceendpointMaven": ("url", {"authenticationToken": {"token": CANARY}}),
    "ServiceendpointNuget": ("feedUrl", {"password": CANARY}),
}

ADDRESSES = {
    "organisation": (HOME, True),
    "capitals": ("HTTPS://DEV.AZURE.COM/contoso", True),
    "feed": (FEED, True),
    "old name": ("https://contoso.visualstudio.com", True),
    "escaped": ("https://dev%2Eazure%2Ecom/contoso", True),
    "no scheme": ("dev.azure.com/contoso", True),
    "unknown": (UNKNOWN, True),
    "redacted": ("[secret]", True),
    "null": (None, True),
    "wrong type": (7.0, True),
    "elsewhere": (ELSEWHERE, False),
    "elsewhere, as a secret": ({SIGNATURE: SECRET_SIGNATURE, "value": ELSEWHERE}, False),
}


@pytest.mark.parametrize("name", BY_ADDRESS)
def test_a_password_is_a_token_unless_its_address_is_known_to_be_elsewhere(name, enter):
    where, credential = BY_ADDRESS[name]

    outcome = {
        case: refused(enter(typed(name), credential | {where: value}))
        for case, (value, _) in ADDRESSES.items()
    }

    expected = {case: expected for case, (_, expected) in ADDRESSES.items()}
    if enter.__name__ == "by_plain_dict":
        # It cannot be looked into where it says that something is a secret.
        expected["elsewhere, as a secret"] = True
    assert outcome == expected


@pytest.mark.parametrize("name", BY_ADDRESS)
def test_an_address_of_azure_devops_alone_is_no_token(name, enter):
    where, _ = BY_ADDRESS[name]

    assert not refused(enter(typed(name), {where: HOME}))


SCHEMES = {
    "Token": True,
    "token": True,
    "UsernamePassword": True,
    "PersonalAccessToken": True,
    "OAuth": True,
    "a scheme of next year": True,
    "": True,
    UNKNOWN: True,
    "[secret]": True,
    7.0: True,
    None: True,
    "None": True,
    "WorkloadIdentityFederation": False,
    "workloadidentityfederation": False,
    "ManagedServiceIdentity": False,
    "ServicePrincipal": False,
    "Certificate": False,
    "InstallationToken": False,
}


def test_a_generic_connection_is_refused_unless_no_token_fits_in_its_scheme(enter):
    parameters = {"authorizationParameters": {"x": CANARY}}

    outcome = {
        scheme: refused(
            enter(typed("ServiceendpointGenericV2"), parameters | {"authorizationScheme": scheme})
        )
        for scheme in SCHEMES
    }

    assert outcome == SCHEMES


def test_a_generic_connection_without_a_scheme_is_refused(enter):
    assert refused(enter(typed("ServiceendpointGenericV2"), {}))


def test_a_generic_connection_without_any_authorization_signs_in_as_nobody(enter):
    assert not refused(enter(typed("ServiceendpointGenericV2"), {"authorizationScheme": "None"}))


ACCEPTED = {
    "a GitHub app": (typed("ServiceEndpointGitHub"), {"description": ""}),
    "workload identity federation": (
        typed("ServiceEndpointAzureRM"),
        {"serviceEndpointAuthenticationScheme": "WorkloadIdentityFederation"},
    ),
    "rights on a connection": (typed("ServiceendpointPermissions"), {"personalAccessToken": CANARY}),
    "a provider that signs in by OIDC": ("pulumi:providers:azuredevops", {"useOidc": "true"}),
    "another provider": ("pulumi:providers:azuread", {"personalAccessToken": CANARY}),
    "another type": ("azuredevops:index/project:Project", {"personalAccessToken": CANARY}),
    "another package": ("aws:index/serviceEndpointGitHub:ServiceEndpointGitHub", {"authPersonal": CANARY}),
}


@pytest.mark.parametrize("case", ACCEPTED)
def test_whatever_signs_in_without_a_token_is_accepted(case, enter):
    assert not refused(enter(*ACCEPTED[case]))


def test_the_finding_says_which_input_it_is():
    resource = declared(typed("ServiceEndpointGitHub"), {"authPersonal": CANARY})

    (finding,) = evaluate(resource, [RULE])

    assert finding.what == (
        'The service connection "ci" signs in with a personal access token (input authPersonal).'
    )


def test_the_finding_says_so_when_the_type_cannot_do_without_a_token():
    (finding,) = evaluate(declared(typed("ServiceEndpointPipeline"), {}), [RULE])

    assert finding.what == (
        'The service connection "ci" signs in with a personal access token (its type has no other way).'
    )


def test_the_finding_says_so_when_it_cannot_be_sure():
    (finding,) = evaluate(declared(typed("ServiceEndpointGeneric"), {"password": UNKNOWN}), [RULE])

    assert finding.what == (
        'The service connection "ci" may sign in with a personal access token (input password).'
    )


def test_the_finding_names_every_input_and_is_sure_when_one_is():
    feed = {"personalAccessToken": CANARY, "password": CANARY, "feedUrl": FEED}

    (finding,) = evaluate(declared(typed("ServiceendpointNuget"), feed), [RULE])

    assert finding.what == (
        'The service connection "ci" signs in with a personal access token '
        "(input personalAccessToken and input password)."
    )


def test_the_finding_calls_a_provider_a_provider():
    (finding,) = evaluate(declared("pulumi:providers:azuredevops", {"personalAccessToken": CANARY}), [RULE])

    assert finding.what == (
        'The provider "ci" signs in with a personal access token (input personalAccessToken).'
    )


def test_the_rule_is_mandatory_critical_locked_and_also_in_the_program():
    assert (RULE.level, RULE.severity) == (Level.MANDATORY, Severity.CRITICAL)
    assert RULE.locked
    assert RULE.in_program
