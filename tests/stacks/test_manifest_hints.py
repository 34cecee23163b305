"""Values as other tools and pages show them: each is told how the file wants it."""

import pytest

ORGANIZATION = "organization.yaml"
BOT = "workloads/support/mailroom-bot.yaml"
DEPLOYER = "workloads/support/support-deployer.yaml"
REGISTRAR = "workloads/platform/agent-registrar.yaml"
FACTORY = "workloads/payments/data-factory.yaml"
AKS = "https://westeurope.oic.prod-aks.azure.com/8f0c1f6e/5b0c3c1e"
GITHUB = "https://token.actions.githubusercontent.com"
ESCAPED = "a name as an address spells it, with % and two digits for a character"
PLACEHOLDER = "a placeholder that was left in, such as {tenantId} or <cluster>"

# The file, the text and what replaces it, the key, what is wrong, what to do.
HINTS = {
    "a project out of an address": (
        DEPLOYER, "project: Support\n", "project: Team%20Alpha\n", "connections.azure-support.project",
        ESCAPED, "write `Team Alpha`",
    ),
    "a group out of an address": (
        FACTORY, "group: Readers", "group: Build%20Readers", "azure_devops.member_of[0].group",
        ESCAPED, "write `Build Readers`",
    ),
    "a pool out of an address": (
        REGISTRAR, "  linux-builders:", "  Linux%20builders:", "agent_pools.Linux%20builders",
        ESCAPED, "write `Linux builders`",
    ),
    "a pipeline out of an address": (
        DEPLOYER, r"\deploy\support", r"\Team%20Alpha\support", "connections.azure-support.pipelines[0]",
        ESCAPED, r"write `\Team Alpha\support`",
    ),
    "a subscription out of an address": (
        ORGANIZATION, "name: Contoso Production", "name: Contoso%20Production", "subscriptions.prod.name",
        ESCAPED, "write `Contoso Production`",
    ),
    "a pipeline with slashes": (
        DEPLOYER, r"\deploy\support", "/deploy/support", "connections.azure-support.pipelines[0]",
        "slashes in a pipeline's path", r"use backslashes: \deploy\support",
    ),
    "a pipeline with slashes, from its folder on": (
        DEPLOYER, r"\deploy\support", "deploy/support", "connections.azure-support.pipelines[0]",
        "slashes in a pipeline's path", r"use backslashes: \deploy\support",
    ),
    "a GUID in braces": (
        ORGANIZATION, "tenant: 8f0c1f6e-0d0c-4b56-9a63-1f6f0a6f2b11",
        'tenant: "{8f0c1f6e-0d0c-4b56-9a63-1f6f0a6f2b11}"', "tenant", "a GUID in braces",
        "take the braces away",
    ),
    "a role in braces": (
        DEPLOYER, "role: Contributor ", 'role: "{b24988ac-6180-42a0-ab88-20f7382dd24c}" ',
        "connections.azure-support.azure.role", "a GUID in braces", "take the braces away",
    ),
}  # fmt: skip


@pytest.mark.parametrize("hint", HINTS)
def test_a_value_of_another_tool_is_told_how_the_file_wants_it(example, hint):
    file, old, new, key, what, todo = HINTS[hint]
    example.change(file, old, new)

    problem = example.problem()

    assert (problem.file, problem.key) == (f"stacks/contoso/{file}", key)
    assert (problem.what, problem.todo) == (what, todo)
    assert problem.expected


def trusting(example, trust):
    example.change(BOT, "  production: ", f"  other: {trust}\n  production: ")


def cluster(issuer):
    return f"{{kubernetes: {{issuer: '{issuer}', namespace: support, service_account: triage}}}}"


ISSUERS = {
    AKS: ("an issuer of Azure Kubernetes Service without the slash at its end", "add the slash"),
    f"{GITHUB}/": ("GitHub's issuer with a slash at its end", "take the slash away"),
    f"{GITHUB}/contoso/": ("GitHub's issuer with a slash at its end", "take the slash away"),
    "https://oidc.example/{tenantId}/": (PLACEHOLDER, "put your own value in its place"),
    "https://oidc.example/${TENANT}/": (PLACEHOLDER, "put your own value in its place"),
    "https://<region>.oic.prod-aks.azure.com/": (PLACEHOLDER, "put your own value in its place"),
    "https://oidc.example/$(tenant)/": (PLACEHOLDER, "put your own value in its place"),
}


@pytest.mark.parametrize("issuer", ISSUERS)
def test_an_issuer_that_no_token_has_is_refused(example, issuer):
    trusting(example, cluster(issuer))

    problem = example.problem()

    assert problem.key == "signs_in_from.other.kubernetes.issuer"
    assert (problem.what, problem.todo) == ISSUERS[issuer]


@pytest.mark.parametrize(
    "issuer", [f"{AKS}/", "https://oidc.eks.eu-west-1.amazonaws.com/id/4711", "https://gitlab.com", GITHUB]
)
def test_an_issuer_as_its_tokens_spell_it_is_taken(example, issuer):
    trusting(example, cluster(issuer))

    assert example.workload("mailroom-bot").credentials[0].issuer == issuer


@pytest.mark.parametrize("subject", ["repo:<owner>/<name>:ref:refs/heads/main", "project_path:{group}/x"])
def test_a_subject_with_a_placeholder_is_refused(example, subject):
    trusting(example, f"{{oidc: {{issuer: 'https://ci.example', subject: '{subject}'}}}}")

    problem = example.problem()

    assert (problem.key, problem.what) == ("signs_in_from.other.oidc.subject", PLACEHOLDER)


def test_a_subject_with_an_id_in_braces_is_taken(example):
    subject = "{8f0c1f6e-0d0c-4b56-9a63-1f6f0a6f2b11}:{5b0c3c1e-0d5a-4e8d-9d0a-8d3a3e1b7c21}"
    trusting(example, f"{{oidc: {{issuer: 'https://api.bitbucket.org/x', subject: '{subject}'}}}}")

    assert example.workload("mailroom-bot").credentials[0].subject == subject


def test_environments_that_differ_only_in_case_are_one(example):
    trust = (
        "{github: {repository: contoso/mailroom, owner_id: 242, repository_id: 991, environment: Production}}"
    )
    trusting(example, trust)

    problem = example.problem()

    assert (problem.line, problem.key) == (13, "signs_in_from.production.github.environment")
    assert problem.what == "to GitHub the same environment as on line 7"


def test_environments_of_two_repositories_may_differ_in_case(example):
    trust = "{github: {repository: contoso/site, owner_id: 242, repository_id: 992, environment: Production}}"
    trusting(example, trust)

    assert len(example.workload("mailroom-bot").credentials) == 2


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_marks_of_a_merge_are_told_by_name(stack, ending):
    file = "workloads/platform/ticket-triage.yaml"
    lines = ["name: triage", "<<<<<<< HEAD", "purpose: A.", "=======", "purpose: B.", ">>>>>>> theirs", ""]
    stack.write(file, ending.join(lines))

    problem = stack.problem()

    assert (problem.line, problem.key) == (2, "")
    assert problem.what == "a mark of a merge that is not finished (<<<<<<<)"
    assert problem.expected == "one of the two sides, without <<<<<<<, ======= and >>>>>>>"


def test_the_end_of_a_merge_is_told_where_its_beginning_was_removed(stack):
    stack.write("workloads/a.yaml", "name: a\n>>>>>>> theirs\n")

    problem = stack.problem()

    assert (problem.line, problem.what) == (2, "a mark of a merge that is not finished (>>>>>>>)")
