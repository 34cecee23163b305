"""What does not go together: each is refused with its file, line, key, and a way on."""

import pytest

ORGANIZATION = "organization.yaml"
MEMBERS = "members.yaml"
BOT = "workloads/support/mailroom-bot.yaml"
DEPLOYER = "workloads/support/support-deployer.yaml"
BUILDER = "workloads/platform/image-builder.yaml"
REGISTRAR = "workloads/platform/agent-registrar.yaml"
FACTORY = "workloads/payments/data-factory.yaml"

FORM = "not in the expected form"
GITHUB = "signs_in_from.production.github"
CONNECTION = "connections.azure-support"
PLATFORM = "ed834b3c-b881-4616-86a6-c081768a197f"
SUPPORT = "5b0c3c1e-0d5a-4e8d-9d0a-8d3a3e1b7c21"
PRINCIPAL = "9c1a7a64-2b1c-4c5e-8f0e-5d2a6f3b7e10"
ROLE = "- {role: Storage Blob Data Contributor, subscription: prod, resource_group: rg-payments}"
ROLE_BY_GUID = ROLE.replace("Storage Blob Data Contributor", "ba92f5b4-2d11-453d-a403-e96b0029c9fe")
OWN = "environment: production"

# The text and what replaces it, the line, the key, what is wrong, the nearest known word if there is one.
IN_TRUST = {
    "two contexts": (
        OWN, f"{OWN}\n      branch: main", 8, GITHUB, "`environment` and `branch` together",
    ),
    "no context": (
        f"      {OWN}\n", "", 8, GITHUB, "neither `environment` nor `branch` nor `tag`",
    ),
    "pull requests": (
        OWN, "pull_request: true", 12, f"{GITHUB}.pull_request",
        "trust in pull requests is not supported yet",
    ),
    "a branch by its full name": (
        OWN, "branch: refs/heads/main", 12, f"{GITHUB}.branch", "the full name of a reference",
    ),
    "a pattern of branches": (OWN, "branch: 'feature/*'", 12, f"{GITHUB}.branch", FORM),
    "a repository without its owner": ("contoso/mailroom", "mailroom", 9, f"{GITHUB}.repository", FORM),
    "an owner without a number": (
        "242 ", "contoso ", 10, f"{GITHUB}.owner_id", "text where a whole number belongs",
    ),
    "a repository's number in quotes": (
        "991", "'991'", 11, f"{GITHUB}.repository_id", "text where a whole number belongs",
    ),
    "an impossible number": ("991", "-991", 11, f"{GITHUB}.repository_id", "out of range"),
    "a mistyped form": (
        OWN, f"{OWN}\n      forms: bot", 13, f"{GITHUB}.forms", "`bot` is not one of the choices", "both",
    ),
    "a kind of trust that does not exist": (
        "github:", "githup:", 8, "signs_in_from.production.githup", "unknown key", "github",
    ),
    "a short name": ("production:", "ci:", 7, "signs_in_from.ci", FORM),
    "a name in capitals": ("production:", "Production:", 7, "signs_in_from.Production", FORM),
    "a day that does not exist": ("2027-05-31", "2027-02-30", 4, "review_by", "not a day of the calendar"),
    "a day of another form": ("2027-05-31", "31.05.2027", 4, "review_by", "not a day of the calendar"),
    "a year": ("2027-05-31", "2027", 4, "review_by", "not a day of the calendar"),
    "suspension": (
        "azure_devops:", "lifecycle: suspended\nazure_devops:", 13, "lifecycle",
        "`suspended` is not supported yet",
    ),
    "rights of its own": (
        "  member_of:", "  can: []\n  member_of:", 15, "azure_devops.can",
        "rights of the workload's own are not supported yet",
    ),
}  # fmt: skip
IN_A_CONNECTION = {
    "another kind": (
        "    azure:", "    kubernetes:", 9, f"{CONNECTION}.kubernetes",
        "a connection of the kind `kubernetes` is not supported yet",
    ),
    "no kind": (
        "    azure:\n      subscription: prod\n      resource_group: rg-support\n"
        "      role: Contributor                # on this resource group alone\n", "", 7, CONNECTION,
        "neither `azure` nor `container_registry`",
    ),
    "no resource group": (
        "      resource_group: rg-support\n", "", 9, f"{CONNECTION}.azure.resource_group",
        "missing key, without which the whole subscription is meant",
    ),
    "a reason without a word": (
        "      resource_group: rg-support\n", "      reason: ''\n", 11, f"{CONNECTION}.azure.reason", "empty",
    ),
    "a management group beside a subscription": (
        "      subscription: prod\n", "      subscription: prod\n      management_group: contoso\n", 9,
        f"{CONNECTION}.azure", "`subscription` and `management_group` together",
    ),
    "neither subscription nor management group": (
        "      subscription: prod\n", "", 9, f"{CONNECTION}.azure",
        "neither `subscription` nor `management_group`",
    ),
    "an unknown management group": (
        "      subscription: prod\n      resource_group: rg-support\n",
        "      management_group: contoso\n      reason: Deploys everywhere.\n", 10,
        f"{CONNECTION}.azure.management_group",
        "organization.yaml has no management group of this short name",
    ),
    "an unknown subscription": (
        "subscription: prod", "subscription: prd", 10, f"{CONNECTION}.azure.subscription",
        "organization.yaml has no subscription of this short name", "prod",
    ),
    "a role in another spelling": (
        "role: Contributor", "role: contributor", 12, f"{CONNECTION}.azure.role",
        "not a role that Patless knows by name", "Contributor",
    ),
    "an unknown role": (
        "role: Contributor", "role: Everything", 12, f"{CONNECTION}.azure.role",
        "not a role that Patless knows by name",
    ),
    "a pipeline by name alone": (r"'\deploy\support'", "support", 13, f"{CONNECTION}.pipelines[0]", FORM),
    "all pipelines": (r"'\deploy\support'", "'*'", 13, f"{CONNECTION}.pipelines[0]", FORM),
    "a pipeline without a number": (
        r"'\deploy\support'", "0", 13, f"{CONNECTION}.pipelines[0]", "out of range",
    ),
    "a pipeline that is true": (
        r"'\deploy\support'", "true", 13, f"{CONNECTION}.pipelines[0]", "true or false where text belongs",
    ),
    "a pipeline of endless length": (
        r"'\deploy\support'", "'" + r"\support" * 60 + "'", 13, f"{CONNECTION}.pipelines[0]",
        "too long, 480 characters",
    ),
    "a pipeline twice": (
        r"'\deploy\support'", r"'\deploy\support', '\Deploy\Support'", 13, f"{CONNECTION}.pipelines[1]",
        "the same as on line 13",
    ),
    "a branch by its name alone": ("refs/heads/main", "main", 16, f"{CONNECTION}.checks.branches[0]", FORM),
    "a branch twice": (
        "[refs/heads/main]", "[refs/heads/main, refs/heads/main]", 16, f"{CONNECTION}.checks.branches[1]",
        "the same as on line 16",
    ),
    "an approver twice": (
        "group: Release Approvers}",
        "group: Release Approvers}, {project: Support, group: release approvers}", 15,
        f"{CONNECTION}.checks.approvers[1]", "the same as on line 15",
    ),
    "an impossible name": ("  azure-support:", "  azure/support:", 7, "connections.azure/support", FORM),
    "an identity without a client id": (
        "identity: managed", f"identity: {{existing: {{principal_id: {PLATFORM}}}}}", 5,
        "identity.existing.client_id", "missing key, by which the workload's connections sign in",
    ),
}  # fmt: skip
ELSEWHERE = {
    "a registry by its address": (
        BUILDER, "registry: contosoimages", "registry: contosoimages.azurecr.io", 12,
        "connections.images.container_registry.registry", FORM,
    ),
    "a registry in a management group": (
        BUILDER, "      subscription: prod", "      management_group: all\n      subscription: prod", 10,
        "connections.images.container_registry.management_group", "unknown key",
    ),
    "a pool for an outsider": (
        REGISTRAR, "access_level: basic", "access_level: none", 8, "agent_pools",
        "roles in agent pools for a workload that is no member of the organisation (access_level is none)",
    ),
    "an unknown role in a pool": (
        REGISTRAR, "administrator}", "owner}", 9, "agent_pools.linux-builders.role", "not one of the choices",
    ),
    "one id for two": (
        FACTORY, "    principal_id", f"    client_id: {PRINCIPAL}\n    principal_id", 6, "identity.existing",
        "the principal id and the client id are the same",
    ),
    "trust for somebody else's identity": (
        FACTORY, "azure:\n",
        "signs_in_from: {gitlab: {oidc: {issuer: https://ci.example, subject: x}}}\nazure:\n", 12,
        "signs_in_from", "trust for an identity that somebody else looks after",
    ),
    "a role by name and by GUID": (
        FACTORY, ROLE, f"{ROLE}\n    {ROLE_BY_GUID}", 15, "azure.roles[1].role",
        "the same role as on line 14",
    ),
    "a stakeholder with repository rights": (
        FACTORY, "basic\n  member_of:\n    - {project: Payments, group: Readers}",
        "stakeholder\n  member_of:\n    - {project: Payments, group: Build Administrators}", 11,
        "azure_devops.member_of[0]",
        "a group for code and builds, which a stakeholder can reach neither of",
    ),
    "a person without access": (
        MEMBERS, "basic-and-test-plans", "none", 13, "people[0].access_level", "not one of the choices",
    ),
    "a person by their display name": (MEMBERS, "dev.two@contoso.com", "Dev Two", 12, "people[0].user", FORM),
    "a person as a group": (MEMBERS, "sg-support", "dev.two@contoso.com", 4, "entra_groups[0].name", FORM),
    "a group by two names": (MEMBERS, PLATFORM, SUPPORT, 7, "entra_groups[1].id", "the same as on line 3"),
    "two groups by one name": (
        MEMBERS, "name: sg-platform", "name: SG-Support", 8, "entra_groups[1].name", "the same as on line 4",
    ),
    "a person twice": (
        MEMBERS, "people:\n", "people:\n  - {user: DEV.two@contoso.com, access_level: stakeholder}\n", 13,
        "people[1].user", "the same as on line 12",
    ),
    "a group of Azure DevOps twice": (
        MEMBERS, "[{project: Support, group: Readers}]",
        "[{project: Support, group: Readers}, {project: support, group: readers}]", 14,
        "people[0].member_of[1]", "the same as on line 14",
    ),
    "a negative budget": (
        ORGANIZATION, "usd: 60", "usd: -1", 11, "access_levels.monthly_budget_usd", "out of range",
    ),
    "an endless budget": (
        ORGANIZATION, "usd: 60", "usd: 1e999", 11, "access_levels.monthly_budget_usd", "out of range",
    ),
    "a budget in words": (
        ORGANIZATION, "usd: 60", "usd: sixty", 11, "access_levels.monthly_budget_usd",
        "text where a number belongs",
    ),
    "a budget that is true": (
        ORGANIZATION, "usd: 60", "usd: true", 11, "access_levels.monthly_budget_usd",
        "true or false where a number belongs",
    ),
    "half a seat": (
        ORGANIZATION, "usd: 60", "usd: 60, included_seats: 4.5", 11, "access_levels.included_seats",
        "a number where a whole number belongs",
    ),
    "a name for all applications": (
        ORGANIZATION, 'application: "{workload}"', "application: bot", 8, "names.application", FORM,
    ),
    "one subscription by two names": (
        ORGANIZATION, "location: westeurope\nresource_group: {",
        "  again: {id: 3d1f1d0e-5c2b-4f0e-8a43-0c6c1a1f9b02, name: Again}\n"
        "location: westeurope\nresource_group: {subscription: again, ", 6, "subscriptions.again.id",
        "the same subscription as `prod`",
    ),
}  # fmt: skip
MISTAKES = {
    **{f"in trust: {name}": (BOT, *mistake) for name, mistake in IN_TRUST.items()},
    **{f"in a connection: {name}": (DEPLOYER, *mistake) for name, mistake in IN_A_CONNECTION.items()},
    **ELSEWHERE,
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_refuses(example, mistake):
    file, old, new, line, key, what, *nearest = MISTAKES[mistake]
    example.change(file, old, new)

    problem = example.problem()

    assert (problem.file, problem.line, problem.key) == (f"stacks/contoso/{file}", line, key)
    assert (problem.what, problem.nearest) == (what, nearest[0] if nearest else None)
    assert problem.expected
    assert problem.todo


def test_two_workloads_never_claim_one_identity(example):
    copy = example.read(FACTORY).replace("name: data-factory", "name: other-factory")
    example.write("workloads/platform/other.yaml", copy.replace(PRINCIPAL, PRINCIPAL.upper()))

    problem = example.problem()

    assert problem.file == "stacks/contoso/workloads/platform/other.yaml"
    assert (problem.line, problem.key) == (7, "identity.existing.principal_id")
    assert problem.what == f"the workload in stacks/contoso/{FACTORY}:7 has this identity already"


def test_two_workloads_never_claim_one_client_id(example):
    for name, start in (("one", "a"), ("two", "b")):
        identity = f"{{existing: {{principal_id: {start}{PRINCIPAL[1:]}, client_id: {PLATFORM}}}}}"
        example.write(
            f"workloads/{name}.yaml",
            f"name: {name}-bot\npurpose: Acts.\nowners: [sg-support]\nidentity: {identity}\n",
        )

    assert example.problem().key == "identity.existing.client_id"


def test_a_connections_name_is_taken_once_in_each_project(example):
    example.change(BUILDER, "  images: ", "  Azure-Support: ")
    assert example.load()
    example.change(BUILDER, "project: Platform", "project: support")

    problem = example.problem()

    assert (problem.file, problem.line) == (f"stacks/contoso/{DEPLOYER}", 7)
    assert problem.what == f"stacks/contoso/{BUILDER}:7 has a connection of this name in Support already"


def test_a_workload_may_have_connections_of_one_name_in_two_projects_and_not_in_one(example):
    another = "name: azure-support, azure: {subscription: prod, resource_group: rg-support}"
    example.change(DEPLOYER, "connections:", f"connections:\n  elsewhere: {{project: Platform, {another}}}")
    connections = example.workload("support-deployer").connections
    assert {(wanted.project, wanted.named(key)) for key, wanted in connections.items()} == {
        ("Platform", "azure-support"),
        ("Support", "azure-support"),
    }
    example.change(DEPLOYER, "project: Platform", "project: Support")

    problem = example.problem()

    assert problem.key == "connections.azure-support"
    assert problem.what.endswith("has a connection of this name in Support already")


def test_one_role_may_be_on_a_registry_and_on_its_resource_group(example):
    role = "azure: {roles: [{role: AcrPush, subscription: prod, resource_group: rg-shared}]}\n"
    example.change(BUILDER, "owners:", f"{role}owners:")

    assert example.workload("image-builder").azure.roles[0].role == "AcrPush"


def test_a_role_may_be_a_connections_too(example):
    role = "azure: {roles: [{role: Contributor, subscription: prod, resource_group: rg-support}]}\n"
    example.change(DEPLOYER, "owners:", f"{role}owners:")

    assert example.workload("support-deployer").azure.roles[0].role == "Contributor"


def test_a_retired_workload_has_nothing_left(example):
    example.change(BOT, "azure_devops:", "lifecycle: retired\nazure_devops:")
    example.change(DEPLOYER, "owners:", "lifecycle: retired\nowners:")
    example.change(REGISTRAR, "owners:", "lifecycle: retired\nowners:")
    example.change(FACTORY, "owners:", "lifecycle: retired\nowners:")

    found = {(problem.file.rpartition("/")[2], problem.key) for problem in example.refusal().problems}

    assert found == {
        ("mailroom-bot.yaml", "signs_in_from"),
        ("mailroom-bot.yaml", "azure_devops.access_level"),
        ("support-deployer.yaml", "connections"),
        ("agent-registrar.yaml", "agent_pools"),
        ("agent-registrar.yaml", "azure_devops.access_level"),
        ("data-factory.yaml", "azure.roles"),
        ("data-factory.yaml", "azure_devops.access_level"),
    }


def test_a_sample_in_a_message_can_be_pasted_into_the_file(example):
    example.change(DEPLOYER, r"['\deploy\support']", "x")

    assert example.problem().todo == r"write it like `pipelines: ['\deploy\support']`"


def test_a_sample_shows_one_of_several_choices_and_no_defaults(example):
    example.change(BOT, "    github:", "    github: main\n    kubernetes:")

    problem = example.refusal().problems[0]

    assert problem.todo == (
        "write it like `github: {repository: contoso/mailroom, owner_id: 242, repository_id: 242, "
        "environment: production}`"
    )
