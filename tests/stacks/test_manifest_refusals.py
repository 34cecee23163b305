"""Mistakes in keys and values: each is refused with its file, line, key, and a way on."""

import pytest

ORGANIZATION = "organization.yaml"
WORKLOAD = "workloads/platform/ticket-triage.yaml"
MEMBER = "{project: Support, group: Contributors}"
PRODUCTION = "name: Contoso Production}"
ANOTHER = "\n  test: {id: 3d1f1d0e-5c2b-4f0e-8a43-0c6c1a1f9b03, name: Test}"

FORM = "not in the expected form"
GROUP = "azure_devops.member_of[0]"
LEVEL = "azure_devops.access_level"
NO_GROUPS = "groups for a workload that is no member of the organisation (access_level is none)"

# The text and what replaces it, the line, the key, what is wrong, the nearest known word if there is one.
IN_A_WORKLOAD = {
    "an unknown key": ("purpose:", "colour: red\npurpose:", 2, "colour", "unknown key"),
    "a mistyped key": ("owners:", "ownrs:", 3, "ownrs", "unknown key", "owners"),
    "a key in camel case": (
        "access_level", "accessLevel", 6, "azure_devops.accessLevel", "unknown key", "access_level",
    ),
    "a mistyped key in a list": ("group:", "grop:", 8, f"{GROUP}.grop", "unknown key", "group"),
    "a missing key": ("purpose: Labels", "# Labels", 1, "purpose", "missing key"),
    "a missing key below another": ("access_level: basic", "# none", 5, LEVEL, "missing key"),
    "a key without a value": (": managed", ":", 4, "identity", "has no value"),
    "a project without a value": ("project: Support", "project: ", 8, f"{GROUP}.project", "has no value"),
    "a number for a text": ('"4711"', "4711", 9, "tags.cost_center", "a number where text belongs"),
    "a truth for a text": ('"4711"', "true", 9, "tags.cost_center", "true or false where text belongs"),
    "a text for a list": ("[sg-support]", "sg-support", 3, "owners", "text where a list belongs"),
    "a list for a text": ("name: ticket-triage", "name: [a, b]", 1, "name", "a list where text belongs"),
    "a text for a mapping": (MEMBER, "Contributors", 8, GROUP, "text where a mapping belongs"),
    "an empty list": ("[sg-support]", "[]", 3, "owners", "empty"),
    "an empty text": ("ticket-triage", '""', 1, "name", "empty"),
    "a person as an owner": ("sg-support", "dev.two@contoso.com", 3, "owners[0]", FORM),
    "a name in capitals": ("name: ticket", "name: Ticket", 1, "name", FORM),
    "a long name": ("name: ticket", "name: " + 60 * "t", 1, "name", "too long, 67 characters"),
    "a mistyped access level": ("basic", "Basik", 6, LEVEL, "`Basik` is not one of the choices", "basic"),
    "an access level's name on the wire": (
        "basic", "express", 6, LEVEL, "`express` is not one of the choices", "basic",
    ),
    "a kind of identity by another name": (
        ": managed", ": managed_identity", 4, "identity", "`managed_identity` is not one of the choices",
        "managed",
    ),
    "a number for an access level": ("basic", "1", 6, LEVEL, "not one of the choices"),
    "a mistyped kind of identity": (
        ": managed", ": manged", 4, "identity", "`manged` is not one of the choices", "managed",
    ),
    "an identity of no kind": (": managed", ": true", 4, "identity", "not one of the choices"),
    "a mistyped existing identity": (
        ": managed", ": {exsiting: {}}", 4, "identity.exsiting", "unknown key", "existing",
    ),
    "an existing identity without its id": (
        ": managed", ": {existing: {}}", 4, "identity.existing.principal_id", "missing key",
    ),
    "a group with its project": (
        "group: Contributors", r"group: '[Support]\Contributors'", 8, f"{GROUP}.group", FORM,
    ),
    "a group twice": (
        f"- {MEMBER}", f"- {MEMBER}\n    - {MEMBER.lower()}", 9, "azure_devops.member_of[1]",
        "the same as on line 8",
    ),
    "an owner twice": ("[sg-support]", "[sg-one, SG-one]", 3, "owners[1]", "the same as on line 3"),
    "groups without access": ("basic", "none", 7, "azure_devops.member_of", NO_GROUPS),
    "its own name as a former one": (
        "owners:", "formerly: [old, ticket-triage]\nowners:", 3, "formerly[1]", "the workload's present name",
    ),
    "a former name twice": (
        "owners:", "formerly: [old, old]\nowners:", 3, "formerly[1]", "the same as on line 3",
    ),
    "the organisation's tag but for case": (
        "cost_center", "Managed-By", 9, "tags.Managed-By",
        "for Azure the same tag as `managed-by` in organization.yaml",
    ),
    "too many tags": (
        '"4711"', '"4711"' + "".join(f", t{n}: x" for n in range(25)), 9, "tags", "too many, 26",
    ),
}  # fmt: skip
IN_THE_ORGANIZATION = {
    "a text for a truth": ("false", "no", 9, "protect", "text where true or false belongs"),
    "a bad GUID": ("8f0c1f6e-0d0c", "8f0c1f6e0d0c", 3, "tenant", FORM),
    "a bad GUID in a mapping": ("id: 3d1f1d0e", "id: xd1f1d0e", 5, "subscriptions.prod.id", FORM),
    "an address for a name": (": contoso\n", ": https://dev.azure.com/contoso\n", 2, "organization", FORM),
    "a region's display name": ("westeurope", "West Europe", 6, "location", FORM),
    "no subscription": ("\n  prod: {id:", " {}\n# {id:", 4, "subscriptions", "empty"),
    "a choice of subscriptions": (
        PRODUCTION, PRODUCTION + ANOTHER, 8, "resource_group.subscription",
        "missing key, because the stack may use several subscriptions",
    ),
    "an unknown subscription": (
        "create: true", "create: true, subscription: prd", 7, "resource_group.subscription",
        "no such subscription", "prod",
    ),
    "a short name in the wrong form": ("prod:", "PROD 1:", 5, "subscriptions.PROD 1", FORM),
    "an impossible resource group": ("rg-contoso-identities", "rg/contoso", 7, "resource_group.name", FORM),
    "a name without its placeholder": ("{workload}", "{workloads}", 8, "names.managed_identity", FORM),
    "an impossible tag": ("managed-by", "managed/by", 10, "tags.managed/by", FORM),
    "a tag twice but for case": (
        "managed-by: patless", "managed-by: patless, Managed-By: me", 10, "tags.Managed-By",
        "for Azure the same tag as `managed-by`",
    ),
}  # fmt: skip
MISTAKES = {WORKLOAD: IN_A_WORKLOAD, ORGANIZATION: IN_THE_ORGANIZATION}


@pytest.mark.parametrize(
    ("file", "mistake"), [(file, mistake) for file, mistakes in MISTAKES.items() for mistake in mistakes]
)
def test_refuses(stack, file, mistake):
    old, new, line, key, what, *nearest = MISTAKES[file][mistake]
    stack.change(file, old, new)

    problem = stack.problem()

    assert (problem.file, problem.line, problem.key) == (f"stacks/contoso/{file}", line, key)
    assert (problem.what, problem.nearest) == (what, nearest[0] if nearest else None)
    assert problem.expected
    assert problem.todo


def test_a_key_in_the_wrong_place_is_told_where_it_belongs(stack):
    stack.change(WORKLOAD, "tags:", "member_of: []\ntags:")

    assert stack.problem().todo == "move it below `azure_devops`, where this key belongs"


def test_a_value_that_may_be_a_secret_is_never_quoted(stack):
    secret = "q7yx3k5o2v4w6z" * 4
    for name, old in (
        (ORGANIZATION, "8f0c1f6e-0d0c-4b56-9a63-1f6f0a6f2b11"),
        (ORGANIZATION, "westeurope"),
        (WORKLOAD, "basic"),
        (WORKLOAD, "managed"),
        (WORKLOAD, MEMBER),
    ):
        stack.change(name, f" {old}", f" {secret}")
    stack.change(WORKLOAD, "tags:", f"token: {secret}\npassword: [{secret}]\ntags:")

    text = str(stack.refusal())

    assert "7 problems" in text
    assert secret not in text


def test_two_workloads_of_one_name_are_told_both_places(stack):
    stack.write("workloads/copy.yaml", (stack.path / WORKLOAD).read_text())

    problem = stack.problem()

    assert problem.file == f"stacks/contoso/{WORKLOAD}"
    assert problem.what == (
        "`ticket-triage` is already the name of the workload in stacks/contoso/workloads/copy.yaml:1"
    )


def test_a_former_name_belongs_to_one_workload_alone(stack):
    stack.change(WORKLOAD, "owners:", "formerly: [old, other]\nowners:")
    copy = (
        (stack.path / WORKLOAD).read_text().replace("ticket-triage", "other").replace("[old, other]", "[old]")
    )
    stack.write("workloads/support/other.yaml", copy)

    problems = stack.refusal().problems

    assert [(problem.file, problem.key, problem.what) for problem in problems] == [
        (
            f"stacks/contoso/{WORKLOAD}",
            "formerly[1]",
            "`other` is the name of the workload in stacks/contoso/workloads/support/other.yaml:1",
        ),
        (
            "stacks/contoso/workloads/support/other.yaml",
            "formerly[0]",
            f"`old` is also a former name of the workload in stacks/contoso/{WORKLOAD}:3",
        ),
    ]


def test_all_problems_of_all_files_come_together_in_order(stack):
    stack.change(ORGANIZATION, "westeurope", "West Europe")
    stack.change(ORGANIZATION, "protect:", "protekt:")
    stack.change(WORKLOAD, ": managed", ": manager")
    stack.write("workloads/a.yaml", "name: [")

    refusal = stack.refusal()

    assert [(problem.file.rpartition("/")[2], problem.line) for problem in refusal.problems] == [
        ("organization.yaml", 6),
        ("organization.yaml", 9),
        ("a.yaml", 1),
        ("ticket-triage.yaml", 4),
    ]
    assert str(refusal).endswith("4 problems in 3 files.")


def test_the_message_for_one_mistake_reads_like_this(stack):
    stack.change(WORKLOAD, "access_level", "acces_level")

    assert str(stack.refusal()) == (
        "stacks/contoso/workloads/platform/ticket-triage.yaml:6: azure_devops.acces_level: unknown key\n"
        "  expected: one of access_level, existing, member_of\n"
        "  next:     did you mean `access_level`? If not, remove the key; it has no meaning here"
    )


def test_the_message_for_several_mistakes_reads_like_this(stack):
    stack.change(ORGANIZATION, "8f0c1f6e", "8f0c")
    stack.change(WORKLOAD, "[sg-support]", "sg-support")
    stack.change(WORKLOAD, "level: basic", "level: stakholder")

    assert str(stack.refusal()) == (
        "stacks/contoso/organization.yaml:3: tenant: not in the expected form\n"
        "  expected: a GUID: 32 hexadecimal digits in five groups, 8-4-4-4-12\n"
        "  next:     write it like `8f0c1f6e-0d0c-4b56-9a63-1f6f0a6f2b11`\n"
        "stacks/contoso/workloads/platform/ticket-triage.yaml:3: owners: text where a list belongs\n"
        "  expected: a list, each item the name of an Entra group, never one person\n"
        "  next:     write it like `owners: [sg-support]`\n"
        "stacks/contoso/workloads/platform/ticket-triage.yaml:6: azure_devops.access_level: "
        "`stakholder` is not one of the choices\n"
        "  expected: `none`, `stakeholder`, `basic` or `basic-and-test-plans`\n"
        "  next:     did you mean `stakeholder`? If not, choose one of these\n"
        "3 problems in 2 files."
    )


def test_a_file_full_of_mistakes_gives_a_message_that_can_be_read(stack):
    stack.write(WORKLOAD, "".join(f"k{number}: 1\n" for number in range(500)))

    refusal = stack.refusal()

    assert len(refusal.problems) == 101
    assert "404 more mistakes in this file" in {problem.what for problem in refusal.problems}
    assert str(refusal).endswith("101 problems in 1 file; the first 30 are shown.")


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("", "the file is empty"),
        ("# later\n", "the file is empty"),
        ("- a\n", "a list where a mapping belongs"),
    ],
)
def test_a_file_without_keys_is_told_which_it_needs(stack, content, what):
    stack.write(WORKLOAD, content)

    problem = stack.problem()

    assert (problem.line, problem.key, problem.what) == (1, "", what)
    assert problem.expected == (
        "the keys name, formerly, purpose, owners, review_by, lifecycle, identity, signs_in_from, "
        "azure_devops, azure, connections, agent_pools, tags"
    )
