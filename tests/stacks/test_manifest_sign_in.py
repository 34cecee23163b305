"""What an identity trusts: issuers and subjects, letter by letter."""

import pytest

BOT = "workloads/support/mailroom-bot.yaml"
FACTORY = "workloads/payments/data-factory.yaml"
ISSUER = "https://token.actions.githubusercontent.com"
NEW = "repo:contoso@242/mailroom@991"
OLD = "repo:contoso/mailroom"
WORKLOAD = "name: many\npurpose: Acts.\nowners: [sg-platform]\nidentity: managed\n"


def credentials(example, name="mailroom-bot"):
    return [(each.name, each.issuer, each.subject) for each in example.workload(name).credentials]


@pytest.mark.parametrize(
    ("context", "subject"),
    [
        ("environment: production", "environment:production"),
        ("environment: 'Production:V1 x'", "environment:Production%3AV1 x"),
        ("branch: main", "ref:refs/heads/main"),
        ("branch: release/1.0", "ref:refs/heads/release/1.0"),
        ("tag: v1.0", "ref:refs/tags/v1.0"),
    ],
)
def test_a_github_subject_names_owner_and_repository_by_number(example, context, subject):
    example.change(BOT, "environment: production", context)

    assert credentials(example) == [("production", ISSUER, f"{NEW}:{subject}")]


@pytest.mark.parametrize(
    ("forms", "expected"),
    [
        ("new", [("production", NEW)]),
        ("old", [("production_old", OLD)]),
        ("both", [("production", NEW), ("production_old", OLD)]),
    ],
)
def test_during_a_rename_both_forms_of_a_subject_are_trusted_under_names_that_stay(example, forms, expected):
    example.change(BOT, "environment: production", f"environment: production\n      forms: {forms}")

    assert credentials(example) == [
        (name, ISSUER, f"{repository}:environment:production") for name, repository in expected
    ]


def test_a_cluster_is_trusted_by_service_account(example):
    trust = "{issuer: https://oidc.example/abc/, namespace: support, service_account: triage.bot}"
    example.change(BOT, "  production: ", f"  cluster: {{kubernetes: {trust}}}\n  production: ")

    assert credentials(example)[0] == (
        "cluster",
        "https://oidc.example/abc/",
        "system:serviceaccount:support:triage.bot",
    )


def test_any_other_issuer_is_trusted_word_by_word(example):
    trust = "{issuer: https://ci.example, subject: 'project:X branch:main'}"
    example.change(BOT, "  production: ", f"  gitlab: {{oidc: {trust}}}\n  production: ")

    assert credentials(example)[0] == ("gitlab", "https://ci.example", "project:X branch:main")


def test_one_subject_is_trusted_once(example):
    subject = f"{OLD}:environment:production"
    example.change(BOT, "environment: production", "environment: production\n      forms: both")
    example.change(
        BOT, "azure_devops:", f"  again: {{oidc: {{issuer: {ISSUER}, subject: '{subject}'}}}}\nazure_devops:"
    )

    problem = example.problem()

    assert (problem.line, problem.key) == (14, "signs_in_from.again")
    assert problem.what == "the same as on line 7"


def test_two_workloads_may_trust_one_subject(example):
    trust = "signs_in_from: {gitlab: {oidc: {issuer: https://ci.example, subject: y}}}\n"
    example.write("workloads/one.yaml", WORKLOAD.replace("many", "one-bot") + trust)
    example.write("workloads/two.yaml", WORKLOAD.replace("many", "two-bot") + trust)

    assert credentials(example, "one-bot") == credentials(example, "two-bot")


def many(trusts, forms, connections):
    """A workload with so many of each."""
    text = WORKLOAD + "signs_in_from:\n" * bool(trusts)
    for number in range(trusts):
        text += (
            f"  trust-{number}: {{github: {{repository: contoso/mailroom, owner_id: 242, repository_id: 991, "
            f"branch: b{number}, forms: {forms}}}}}\n"
        )
    text += "connections:\n" * bool(connections)
    for number in range(connections):
        target = "{project: Support, azure: {subscription: prod, resource_group: rg}}"
        text += f"  connection-{number}: {target}\n"
    return text


@pytest.mark.parametrize("name", ["Production", "production_old"])
def test_a_trust_and_a_connection_may_go_by_one_name(example, name):
    target = "{project: Support, azure: {subscription: prod, resource_group: rg-support}}"
    example.change(BOT, "azure_devops:", f"connections: {{{name}: {target}}}\nazure_devops:")

    assert name in example.workload("mailroom-bot").connections


@pytest.mark.parametrize(
    ("trusts", "forms", "connections"), [(20, "new", 0), (10, "both", 0), (5, "both", 10)]
)
def test_an_identity_holds_twenty_federated_credentials(example, trusts, forms, connections):
    example.write("workloads/many.yaml", many(trusts, forms, connections))

    assert example.workload("many")


@pytest.mark.parametrize(
    ("trusts", "forms", "connections", "key", "what"),
    [
        (21, "new", 0, "signs_in_from", "21 federated credentials: 21 of `signs_in_from`"),
        (11, "both", 0, "signs_in_from", "22 federated credentials: 22 of `signs_in_from`"),
        (0, "new", 21, "connections", "21 federated credentials: 21 of `connections`"),
        (
            10, "both", 1, "signs_in_from",
            "21 federated credentials: 20 of `signs_in_from` and 1 of `connections`",
        ),
    ],
)  # fmt: skip
def test_an_identity_holds_no_more_than_twenty(example, trusts, forms, connections, key, what):
    example.write("workloads/many.yaml", many(trusts, forms, connections))

    problem = example.problem()

    assert (problem.file, problem.line) == ("stacks/contoso/workloads/many.yaml", 5)
    assert (problem.key, problem.what) == (key, what)


@pytest.mark.parametrize(
    ("issuer", "subject", "key", "what"),
    [
        (ISSUER, f"{OLD}:pull_request", "subject", "trust in pull requests is not supported yet"),
        (
            "https://vstoken.dev.azure.com/8f0c1f6e-0d0c-4b56-9a63-1f6f0a6f2b11", "sc://contoso/Support/x",
            "issuer", "the token issuer of Azure DevOps itself, which retires on 2027-07-01",
        ),
    ],
)  # fmt: skip
def test_what_a_trust_of_its_own_kind_would_refuse_is_refused_in_plain_oidc_too(
    example, issuer, subject, key, what
):
    example.change(
        BOT,
        "azure_devops:",
        f"  plain: {{oidc: {{issuer: '{issuer}', subject: '{subject}'}}}}\nazure_devops:",
    )

    problem = example.problem()

    assert (problem.key, problem.what) == (f"signs_in_from.plain.oidc.{key}", what)


@pytest.mark.parametrize(
    "issuer", ["http://ci.example", "ci.example", "https://", "https://a b", "https://ci.example?x=1"]
)
def test_an_issuer_is_an_https_address(example, issuer):
    example.change(
        BOT, "azure_devops:", f"  plain: {{oidc: {{issuer: '{issuer}', subject: x}}}}\nazure_devops:"
    )

    assert example.problem().key == "signs_in_from.plain.oidc.issuer"
