"""A finding points to the line of the manifest that declares its resource, or to the program's."""

import pytest
from guardrails import RULES

from patless.check import manifest, program
from patless.check.place import Place, Places
from patless.check.snapshot import Snapshot
from stacks.manifest.reading import parse
from tests.check.stack import (
    GIT_HUB,
    MEMBERS,
    MEMBERSHIP,
    REMOVALS,
    ROLE,
    SEAT,
    TRUST,
    bot,
    change,
    entry,
    named,
)

WORKLOAD = b"""name: bot
purpose: Labels.
owners: [sg-support]
identity: managed
azure_devops:
  access_level: basic
  member_of:
    - {project: Support, group: Contributors}
connections:
  other: {project: Payments}
  azure-support:
    project: Support
    azure: {subscription: prod, resource_group: RG-Support, role: Contributor}
"""
PEOPLE = b"""entra_groups:
  - {id: x, name: sg-support, access_level: basic}
people:
  - {user: Dev.One@contoso.com, access_level: basic}
"""
ORGANIZATION = b"""organization: contoso
subscriptions:
  prod: {id: 3D1F1D0E-5c2b-4f0e-8a43-0c6c1a1f9b02, name: Contoso Production}
access_levels:
  included_seats: 2
  prices_usd: {as_of: 2026-06-01, basic: 5, basic-and-test-plans: 50}
"""


def read(workload=WORKLOAD, organization=ORGANIZATION):
    return manifest.of(
        parse(organization, "stacks/contoso/organization.yaml"),
        parse(PEOPLE, "stacks/contoso/members.yaml"),
        [parse(workload, "stacks/contoso/workloads/support/bot.yaml")],
        "",
    )


def place(examine, urn, entries, declared=None, **more):
    """Where a finding about a resource points."""
    from patless.check.in_force import finding

    about = type(finding(""))(**{**vars(finding("")), "urn": urn})
    return Places(declared or read(), (Snapshot(entries),), **more).of(about)


@pytest.mark.parametrize(
    ("part", "line"),
    [
        ("Workload::bot", 1),
        ("user-assigned", 4),
        ("entitlement-member", 6),
        ("membership", 7),
        ("endpoint", 11),
        ("CheckApproval", 11),
        ("RoleAssignment", 13),
    ],
)
def test_a_resource_of_a_workload_points_to_its_key(examine, part, line):
    stack = bot()

    found = place(examine, named(stack, part)["urn"], stack)

    assert found == Place("stacks/contoso/workloads/support/bot.yaml", line)


def test_what_is_named_after_a_label_points_to_the_label(examine):
    places = b"signs_in_from:\n  ci: {oidc: {}}\nagent_pools:\n  linux: {role: reader}\n"
    called = {"trusts": {"repo-contoso-1": "ci"}, "pools": {"9": "linux"}}
    workload = entry("patless:index:Workload", "bot", {"called": called})
    trust = entry(TRUST, "bot-trust-repo-contoso-1-credential", parent=workload)
    pool = entry(ROLE, "bot-on-9-role", parent=workload)

    found = [place(examine, one["urn"], [workload, one], read(WORKLOAD + places)) for one in (trust, pool)]

    assert [one.line for one in found] == [15, 17]


def test_a_person_points_to_members_yaml(examine):
    members = entry(MEMBERS, "members")
    seat = entry(SEAT, "members-dev.one@contoso.com-member", parent=members)
    membership = entry(MEMBERSHIP, "members-x-in-g1-membership", parent=members)
    stack = [members, seat, membership]

    assert str(place(examine, seat["urn"], stack)) == "stacks/contoso/members.yaml:4"
    assert str(place(examine, membership["urn"], stack)) == "stacks/contoso/members.yaml:2"


def test_a_resource_of_a_bare_program_points_to_the_program(examine):
    bare = entry(GIT_HUB, "legacy", sourcePosition="project:///src/__main__.py#14")

    found = place(examine, bare["urn"], [bare], manifest.Manifest(), prefix="infra/")

    assert found == Place("infra/src/__main__.py", 14)


@pytest.mark.parametrize("position", ["project:///../../lib/x.py#3", "https://x#1", "", None])
def test_a_line_outside_of_the_project_is_none(examine, position):
    bare = entry(GIT_HUB, "legacy", sourcePosition=position)

    assert place(examine, bare["urn"], [bare], manifest.Manifest()) is None


def test_a_finding_about_a_file_points_to_its_line(examine):
    from patless.check.in_force import finding

    assert Places(manifest.Manifest(), ()).of(finding("x", source="policies/exemptions.yaml:12")) == Place(
        "policies/exemptions.yaml", 12
    )
    assert Places(manifest.Manifest(), ()).of(finding("x", source="config.json")) == Place("config.json", 1)


YAML_PROGRAM = """\
name: patless
runtime: yaml
resources:
  one:
    type: azuredevops:ServiceEndpointGitHub
  two:
    name: app
    type: azuredevops:ServiceEndpointGitHub
"""


def test_a_resource_of_a_program_in_yaml_is_where_it_is_declared(examine, tmp_path):
    (tmp_path / "Pulumi.yaml").write_text(YAML_PROGRAM)
    declared = manifest.Manifest(program=program.lines(tmp_path, "patless"))

    places = [place(examine, entry(GIT_HUB, name)["urn"], [entry(GIT_HUB, name)], declared) for name in NAMED]

    assert [str(one) if one else None for one in places] == ["Pulumi.yaml:4", "Pulumi.yaml:6", None]


NAMED = ("one", "app", "two")


@pytest.mark.parametrize("text", ["", "[", "- x", "name: other\nresources: {one: {}}", "name: patless"])
def test_another_program_tells_no_lines(tmp_path, text):
    (tmp_path / "Pulumi.yaml").write_text(text)

    assert program.lines(tmp_path, "patless") == {}
    assert program.lines(tmp_path / "none", "patless") == {}


def test_what_is_removed_still_points_to_where_it_was(examine):
    bare = entry(GIT_HUB, "legacy", protect=True, sourcePosition="project:///__main__.py#3")
    bare["custom"] = True

    report = examine(change([bare], [{**bare, "protect": False}]), REMOVALS)

    assert report.places == {0: Place("__main__.py", 3)}


def test_names_prices_and_seats_come_from_the_manifest():
    found = read()

    assert found.names.subscriptions == {"3d1f1d0e-5c2b-4f0e-8a43-0c6c1a1f9b02": "Contoso Production"}
    assert found.names.projects[("bot", "azure-support")] == "Support"
    assert (found.prices.included, found.prices.basic, found.prices.as_of) == (2, 5, "2026-06-01")


@pytest.mark.parametrize("text", [b"", b"[1]", b"x", b"subscriptions: 1\nconnections: [a]\n", b"\xff"])
def test_a_manifest_with_mistakes_gives_what_it_can(text):
    assert read(text, text).prices.basic == 6


def test_a_manifest_that_leaves_prices_out_has_the_list_prices_and_the_included_seats():
    found = read(organization=b"organization: contoso\n")

    assert (found.prices.included, found.prices.basic) == (5, 6)


def test_the_report_places_every_finding_of_the_rules(examine):
    stack = [*bot(), entry(GIT_HUB, "legacy", {"authPersonal": {}}, parent=bot()[0])]

    report = examine(change([], stack), RULES, manifest=read())

    index = next(i for i, one in enumerate(report.findings) if one.rule == "no-pat-connection")
    assert report.places[index] == Place("stacks/contoso/workloads/support/bot.yaml", 1)


def test_a_role_of_a_management_group_is_found_by_its_id():
    organization = ORGANIZATION + b"management_groups: {all: {id: Contoso, name: Contoso}}\n"
    workload = b"name: bot\nazure: {roles: [{role: Reader, management_group: all, reason: Pays.}]}\n"

    found = read(workload, organization)

    assert found.roles["bot", "contoso"] == ("azure", "roles", 0)
