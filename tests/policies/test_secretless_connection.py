"""The rule secretless-connection: what can sign in with no secret does."""

from guardrails import evaluate
from guardrails.engine.props import SIGNATURE
from guardrails.rules import secretless_connection

RULE = secretless_connection.RULE
CANARY = "canary-1234"
FEDERATED = {"serviceEndpointAuthenticationScheme": "WorkloadIdentityFederation"}
ALL = dict.fromkeys(
    [
        "known",
        "unknown",
        "nested unknown",
        "secret",
        "secret block",
        "redacted",
        "wrong type",
        "missing",
        "null",
    ],
    True,
)
PRESENT = ALL | {"missing": False, "null": False}


def typed(name):
    return f"azuredevops:index/{name[0].lower()}{name[1:]}:{name}"


AZURE, ECR, AWS = (
    typed("ServiceEndpointAzureRM"),
    typed("ServiceEndpointAzureEcr"),
    typed("ServiceEndpointAws"),
)
KUBERNETES = typed("ServiceEndpointKubernetes")
FABRIC = typed("ServiceEndpointServiceFabric")

# A type, the input, its value, what stands beside it, and what is refused.
ROWS = {
    "no scheme, or another": (AZURE, "serviceEndpointAuthenticationScheme", "ServicePrincipal", {}, ALL),
    "a key beside the federation": (AZURE, "credentials.serviceprincipalkey", CANARY, FEDERATED, PRESENT),
    "a certificate beside it": (AZURE, "credentials.serviceprincipalcertificate", CANARY, FEDERATED, PRESENT),
    "a registry": (ECR, "serviceEndpointAuthenticationScheme", "ServicePrincipal", {}, ALL),
    "AWS without OIDC": (AWS, "useOidc", False, {}, ALL),
    "AWS with a key too": (AWS, "secretAccessKey", CANARY, {"useOidc": True}, PRESENT),
    "AWS with a session": (AWS, "sessionToken", CANARY, {"useOidc": True}, PRESENT),
    "Kubernetes": (KUBERNETES, "authorizationType", "Kubeconfig", {}, ALL),
    "Kubernetes with a token": (
        KUBERNETES,
        "serviceAccount.token",
        CANARY,
        {"authorizationType": "AzureSubscription"},
        PRESENT,
    ),
    "a certificate": (FABRIC, "certificate.clientCertificate", CANARY, {}, PRESENT),
    "a person's password": (FABRIC, "azureActiveDirectory.password", CANARY, {}, PRESENT),
}


def test_a_secret_is_refused_in_whatever_state_it_is(outcomes):
    found = {row: outcomes(RULE, *given) for row, (*given, _) in ROWS.items()}

    assert found == {row: expected for row, (*_, expected) in ROWS.items()}


ACCEPTED = {
    "federation": (AZURE, FEDERATED),
    "federation, in other letters": (
        AZURE,
        {"serviceEndpointAuthenticationScheme": "workloadidentityfederation"},
    ),
    "federation as some identity": (AZURE, FEDERATED | {"credentials": {"serviceprincipalid": "x"}}),
    "an agent's identity": (AZURE, {"serviceEndpointAuthenticationScheme": "ManagedServiceIdentity"}),
    "a registry": (ECR, FEDERATED),
    "AWS by OIDC": (AWS, {"useOidc": True, "roleToAssume": "arn"}),
    "AWS by OIDC, as a text": (AWS, {"useOidc": "true"}),
    "a cluster of Azure": (KUBERNETES, {"authorizationType": "AzureSubscription"}),
    "a group managed account": (FABRIC, {"none": {"clusterSpn": "x"}}),
    "a GitHub app": (typed("ServiceEndpointGitHub"), {}),
    "nobody": (typed("ServiceEndpointGeneric"), {"serverUrl": "https://example.com"}),
    "a type that needs a secret, which is another rule's": (
        typed("ServiceendpointSnyk"),
        {"apiToken": CANARY},
    ),
    "a token for Azure DevOps, which is another rule's": (
        typed("ServiceEndpointGeneric"),
        {"password": CANARY, "serverUrl": "https://dev.azure.com/contoso"},
    ),
}


def test_what_signs_in_with_no_secret_is_accepted(enter):
    assert [case for case, given in ACCEPTED.items() if evaluate(enter(*given), [RULE])] == []


def test_a_scheme_that_is_secret_is_read_where_it_can_be(enter):
    scheme = {SIGNATURE: "1b47061264138c4ac30d75fd1eb44270", "value": "WorkloadIdentityFederation"}
    refused = evaluate(enter(AZURE, {"serviceEndpointAuthenticationScheme": scheme}), [RULE]) != []

    # Saved state cannot be looked into where it says that something is a secret.
    assert refused == (enter.__name__ == "by_plain_dict")


SAID = {
    "nothing chosen": (
        AZURE,
        {},
        'The service connection "ci" signs in with a client secret '
        "(with no scheme chosen, Azure DevOps makes the secret itself), "
        "though its type can do without: workload identity federation.",
    ),
    "a key and no scheme": (
        AZURE,
        {"credentials": {"serviceprincipalkey": CANARY}},
        'The service connection "ci" signs in with a client secret (input credentials.serviceprincipalkey), '
        "though its type can do without: workload identity federation.",
    ),
    "a key and a session": (
        AWS,
        {"secretAccessKey": CANARY, "sessionToken": CANARY},
        'The service connection "ci" signs in with a key and a token '
        "(input secretAccessKey and input sessionToken), "
        "though its type can do without: OIDC: useOidc with roleToAssume.",
    ),
    "two keys": (
        AWS,
        {"accessKeyId": CANARY, "secretAccessKey": CANARY},
        'The service connection "ci" signs in with a key (input accessKeyId and input secretAccessKey), '
        "though its type can do without: OIDC: useOidc with roleToAssume.",
    ),
    "a password elsewhere": (
        typed("ServiceEndpointGeneric"),
        {"password": CANARY, "serverUrl": "https://example.com"},
        'The service connection "ci" signs in with a password (input password), '
        "though its type can do without: no user name and no password.",
    ),
}


def test_the_finding_says_which_secret_and_how_to_do_without(enter):
    said = {
        case: [finding.what for finding in evaluate(enter(type_, inputs), [RULE])]
        for case, (type_, inputs, _) in SAID.items()
    }

    assert said == {case: [expected] for case, (*_, expected) in SAID.items()}
