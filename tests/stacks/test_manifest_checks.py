"""Names of connections as people give them, and what has to hold before a run may use one."""

import pytest

from stacks.manifest.time_zones import TIME_ZONES

DEPLOYER = "workloads/support/support-deployer.yaml"
CONNECTION = "connections.azure-support"
CHECKS = f"{CONNECTION}.checks"
APPROVERS = "approvers: [{project: Support, group: Release Approvers}]"
ONE, TWO = "{user: dev.one@contoso.com}", "{user: dev.two@contoso.com}"
HOURS = "{time_zone: W. Europe Standard Time, start: 08:00, end: 18:00, days: [monday, friday]}"
TEMPLATE = "{repository: Platform/templates, ref: refs/heads/main, path: deploy/site.yml}"


@pytest.fixture
def checked(example):
    """Puts lines below `checks` in the place of the approvers."""

    def change(*lines):
        example.change(DEPLOYER, APPROVERS, "\n      ".join(lines))
        return example

    return change


def checks(example):
    return example.workload("support-deployer").connections["azure-support"].checks


NAMES = ["Azure Prod (EU)", "prod.eu-west", "Ünïcode & Co. / 100 %", "a", "x" * 255]


@pytest.mark.parametrize("name", NAMES)
def test_a_connection_is_named_as_people_name_it(example, name):
    example.change(DEPLOYER, "    project:", f'    name: "{name}"\n    project:')

    connection = example.workload("support-deployer").connections["azure-support"]

    assert connection.named("azure-support") == name


BAD_NAMES = {
    "": "empty",
    " azure": "not in the expected form",
    "azure ": "not in the expected form",
    "azure, prod": "not in the expected form",
    "x" * 256: "too long, 256 characters",
}


@pytest.mark.parametrize("name", BAD_NAMES)
def test_a_name_that_the_service_would_not_take_is_refused(example, name):
    example.change(DEPLOYER, "    project:", f'    name: "{name}"\n    project:')

    problem = example.problem()

    assert (problem.line, problem.key, problem.what) == (8, f"{CONNECTION}.name", BAD_NAMES[name])


def test_a_key_stays_narrow_and_says_where_the_name_goes(example):
    example.change(DEPLOYER, "  azure-support:", "  Azure Prod (EU):")

    problem = example.problem()

    assert problem.key == "connections.Azure Prod (EU)"
    assert problem.expected == "3 to 100 letters, digits, - and _; another name goes into `name`"


def test_groups_approve_as_before(example):
    found = checks(example)

    assert [one.label for one in found.approvers] == [r"[Support]\Release Approvers"]
    assert (found.approvals, found.timeout_minutes, found.requester_may_approve) == (1, 43200, False)


def test_people_approve_beside_groups(checked):
    example = checked(
        "approvers: [{group: Approvers}, {user: Dev.One@contoso.com}]",
        "approvals: 2",
        "timeout_minutes: 1440",
        "requester_may_approve: true",
        "instructions: Look at the plan.",
    )

    found = checks(example)

    assert [one.label for one in found.approvers] == ["Approvers", "dev.one@contoso.com"]
    assert (found.approvals, found.timeout_minutes, found.requester_may_approve) == (2, 1440, True)
    assert found.instructions == "Look at the plan."


def test_hours_and_templates_are_read(checked):
    found = checks(checked(f"business_hours: {HOURS}", f"required_templates: [{TEMPLATE}]"))

    assert (found.business_hours.start, found.business_hours.days) == ("08:00", ("monday", "friday"))
    [template] = found.required_templates
    assert (template.repository_type, template.repository) == ("azuregit", "Platform/templates")


def test_a_check_of_any_kind_is_a_check(checked):
    example = checked(f"business_hours: {HOURS}")
    example.change(DEPLOYER, "      branches: [refs/heads/main]\n      exclusive_lock: true ", "#")

    assert checks(example).exist


ALONE = "a word about an approval, but nobody approves"
# Lines below `checks`, the key, what is wrong, the nearest known word if there is one.
WRONG = {
    "more approvals than people": (
        [f"approvers: [{ONE}, {TWO}]", "approvals: 3"], "approvals", "3 approvals, of 2 who may approve",
    ),
    "no approval needed": ([APPROVERS, "approvals: 0"], "approvals", "out of range"),
    "approvals without approvers": (["approvals: 1"], "approvals", ALONE),
    "a timeout without approvers": (["timeout_minutes: 60"], "timeout_minutes", ALONE),
    "instructions without approvers": (["instructions: Look."], "instructions", ALONE),
    "a word about requesters without approvers": (
        ["requester_may_approve: false"], "requester_may_approve", ALONE,
    ),
    "no time to approve": ([APPROVERS, "timeout_minutes: 0"], "timeout_minutes", "out of range"),
    "31 days to approve": ([APPROVERS, "timeout_minutes: 44640"], "timeout_minutes", "out of range"),
    "days in the place of minutes": (
        [APPROVERS, "timeout_minutes: 2d"], "timeout_minutes", "text where a whole number belongs",
    ),
    "nobody in particular": (
        ["approvers: [{project: Support}]"], "approvers[0]", "neither `group` nor `user`",
    ),
    "a person and a group": (
        ["approvers: [{group: A, user: dev.one@contoso.com}]"], "approvers[0]", "`group` and `user` together",
    ),
    "a person of a project": (
        ["approvers: [{project: Support, user: dev.one@contoso.com}]"], "approvers[0]",
        "a person in a project",
    ),
    "a person by name": (["approvers: [{user: Dev One}]"], "approvers[0].user", "not in the expected form"),
    "a person twice": (
        [f"approvers: [{ONE}, {{user: DEV.ONE@contoso.com}}]"], "approvers[1]", "the same as on line 15",
    ),
    "a time zone of another list": (
        [f"business_hours: {HOURS.replace('W. Europe Standard Time', 'Europe/Berlin')}"],
        "business_hours.time_zone", "not a time zone that Azure DevOps knows",
    ),
    "a mistyped time zone": (
        [f"business_hours: {HOURS.replace('W. Europe', 'W Europe')}"],
        "business_hours.time_zone", "not a time zone that Azure DevOps knows", "W. Europe Standard Time",
    ),
    "an hour of one digit": (
        [f"business_hours: {HOURS.replace('08:00', '8:00')}"], "business_hours.start",
        "not in the expected form",
    ),
    "hours over midnight": (
        [f"business_hours: {HOURS.replace('08:00', '22:00')}"], "business_hours",
        "business hours that end before they begin",
    ),
    "no day": ([f"business_hours: {HOURS.replace('monday, friday', '')}"], "business_hours.days", "empty"),
    "a day in capitals": (
        [f"business_hours: {HOURS.replace('monday', 'Monday')}"], "business_hours.days[0]",
        "`Monday` is not one of the choices", "monday",
    ),
    "a day twice": (
        [f"business_hours: {HOURS.replace('friday', 'monday')}"], "business_hours.days[1]",
        "the same as on line 15",
    ),
    "a template without its project": (
        [f"required_templates: [{TEMPLATE.replace('Platform/', '')}]"], "required_templates[0].repository",
        "not in the expected form",
    ),
    "a template on any branch": (
        [f"required_templates: [{TEMPLATE.replace('main', '*')}]"], "required_templates[0].ref",
        "not in the expected form",
    ),
    "a template on a branch's short name": (
        [f"required_templates: [{TEMPLATE.replace('refs/heads/main', 'main')}]"], "required_templates[0].ref",
        "not in the expected form",
    ),
    "a template of nowhere": (
        [f"required_templates: [{TEMPLATE[:-1]}, repository_type: gitlab}}]"],
        "required_templates[0].repository_type", "`gitlab` is not one of the choices", "github",
    ),
    "a template twice": (
        [f"required_templates: [{TEMPLATE}, {TEMPLATE}]"], "required_templates[1]", "the same as on line 15",
    ),
}  # fmt: skip


@pytest.mark.parametrize("mistake", WRONG)
def test_a_check_that_cannot_be_is_refused(checked, mistake):
    lines, key, what, *nearest = WRONG[mistake]

    problem = checked(*lines).problem()

    assert (problem.file, problem.key) == (f"stacks/contoso/{DEPLOYER}", f"{CHECKS}.{key}")
    assert (problem.what, problem.nearest) == (what, nearest[0] if nearest else None)
    assert problem.expected
    assert problem.todo


def test_of_a_group_several_may_approve(checked):
    assert checks(checked(APPROVERS, "approvals: 2")).approvals == 2


def test_every_time_zone_is_listed_once():
    assert sorted(set(TIME_ZONES)) == list(TIME_ZONES)
