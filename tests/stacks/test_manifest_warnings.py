"""What does not stop a stack, but is told."""

import pytest

from stacks.manifest import ManifestError

MEMBERS = "members.yaml"
BOT = "workloads/support/mailroom-bot.yaml"
DEPLOYER = "workloads/support/support-deployer.yaml"
REGISTRAR = "workloads/platform/agent-registrar.yaml"
FACTORY = "workloads/payments/data-factory.yaml"
GITHUB = "https://token.actions.githubusercontent.com"
IDS = "principal_id: ed834b3c-b881-4616-86a6-c081768a197f, client_id: 5b0c3c1e-0d5a-4e8d-9d0a-8d3a3e1b7c21"
TRUST = "azure_devops:", "  plain: {{oidc: {{issuer: '{}', subject: '{}'}}}}\nazure_devops:"

WORTH_TELLING = {
    "a bot as a stakeholder in a wide group": (
        BOT, ("access_level: basic ", "access_level: stakeholder "), 16, "azure_devops.member_of[0]",
        r"[Support]\Contributors reaches repositories and pipelines too",
    ),
    "a stakeholder in a project's team": (
        FACTORY, ("basic\n  member_of:\n    - {project: Payments, group: Readers}",
                  "stakeholder\n  member_of:\n    - {project: Payments, group: Payments Team}"), 11,
        "azure_devops.member_of[0]", r"[Payments]\Payments Team reaches repositories and pipelines too",
    ),
    "a person as a stakeholder in a wide group": (
        MEMBERS, ("basic-and-test-plans", "stakeholder"), 14, "people[0].member_of[0]",
        r"[Support]\Readers reaches repositories and pipelines too",
    ),
    "a group as a stakeholder in a wide group": (
        MEMBERS, ("sg-platform\n    access_level: basic", "sg-platform\n    access_level: stakeholder"), 10,
        "entra_groups[1].member_of[0]", r"[Platform]\Contributors reaches repositories and pipelines too",
    ),
    "an application that nothing signs in with": (
        REGISTRAR, ("identity: managed", "identity: application"), 5, "identity",
        "nothing can sign in with this application",
    ),
    "connections of an identity that is not ours": (
        DEPLOYER, ("identity: managed", f"identity: {{existing: {{{IDS}}}}}"), 6, "connections",
        "the identity does not trust these connections yet",
    ),
    "tags of an identity that is not ours": (
        FACTORY, ("owners:", "tags: {a: b}\nowners:"), 3, "tags",
        "tags for an identity that Patless does not change",
    ),
    "a pattern of subjects": (
        BOT, (TRUST[0], TRUST[1].format("https://ci.example", "repo:*")), 13,
        "signs_in_from.plain.oidc.subject", "Entra takes * for a star",
    ),
    "GitHub by hand": (
        BOT, (TRUST[0], TRUST[1].format(GITHUB, "repository:x")), 13, "signs_in_from.plain.oidc",
        "GitHub, with a subject that Patless cannot check",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", WORTH_TELLING)
def test_tells(example, case):
    file, (old, new), line, key, what = WORTH_TELLING[case]
    example.change(file, old, new)

    (warning,) = example.load().warnings

    assert (warning.file, warning.line, warning.key) == (f"stacks/contoso/{file}", line, key)
    assert warning.what.startswith(what)
    assert warning.expected
    assert warning.todo


def test_the_example_gives_no_reason_for_a_warning(example):
    assert example.load().warnings == ()


def test_warnings_come_in_the_order_of_files_and_lines(example):
    example.change(REGISTRAR, "identity: managed", "identity: application")
    example.change(FACTORY, "owners:", "tags: {a: b}\nowners:")
    example.change(MEMBERS, "basic-and-test-plans", "stakeholder")

    places = [(warning.file, warning.line) for warning in example.load().warnings]

    assert places == sorted(places)
    assert len(places) == 3


def test_a_refusal_does_not_hide_behind_warnings(example):
    example.change(REGISTRAR, "identity: managed", "identity: application")
    example.change(BOT, "owner_id: 242", "owner_id: 0")

    with pytest.raises(ManifestError, match="out of range"):
        example.load()
