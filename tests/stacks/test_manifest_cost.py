"""The seats that the files name, and what they cost."""

import pytest

from stacks.manifest import Seats

ORGANIZATION = "organization.yaml"
MEMBERS = "members.yaml"
BUDGET = "{monthly_budget_usd: 60}"
WORKLOAD = "name: {name}\npurpose: Acts.\nowners: [sg-platform]\nidentity: managed\n"
BASIC = "azure_devops: {access_level: basic}\n"


def hire(example, number):
    """So many more workloads with a basic seat."""
    for n in range(number):
        example.write(f"workloads/w{n}.yaml", WORKLOAD.format(name=f"hired-{n}") + BASIC)


def test_the_example_costs_one_seat_of_the_dearest_level(example):
    estimate = example.load().estimate

    assert estimate.counts == {"stakeholder": 0, "basic": 4, "basic-and-test-plans": 1}
    assert estimate.monthly_usd == 52
    assert estimate.rules == ("sg-support", "sg-platform")
    assert str(estimate) == (
        "52 USD a month: 4 basic (5 included), 1 basic-and-test-plans (1 at 52 USD); prices of 2026-01-01; "
        "not counted: the members of sg-support, sg-platform"
    )


def test_basic_seats_cost_beyond_the_included_ones(example):
    hire(example, 2)

    basic = example.load().estimate.seats[1]

    assert (basic.taken, basic.included, basic.paid, basic.monthly_usd) == (6, 5, 1, 6)


def test_who_has_no_seat_costs_nothing(example):
    example.write("workloads/w.yaml", WORKLOAD.format(name="outsider"))
    example.write("workloads/old.yaml", WORKLOAD.format(name="retired-one") + "lifecycle: retired\n")

    assert sum(example.load().estimate.counts.values()) == 5


def test_a_stakeholder_costs_nothing(example):
    example.change(MEMBERS, "basic-and-test-plans", "stakeholder")
    example.change(MEMBERS, "group: Readers", "group: Triage")

    estimate = example.load().estimate

    assert (estimate.counts["stakeholder"], estimate.monthly_usd) == (1, 0)
    assert "1 stakeholder (free)" in str(estimate)


def test_a_stakeholders_group_needs_no_count(example):
    for name in ("sg-support", "sg-platform"):
        example.change(
            MEMBERS, f"{name}\n    access_level: basic\n", f"{name}\n    access_level: stakeholder\n"
        )

    assert example.load().estimate.rules == ()


def test_a_stack_over_its_budget_is_refused_with_the_sum(example):
    hire(example, 3)

    problem = example.problem()

    assert (problem.file, problem.line) == (f"stacks/contoso/{ORGANIZATION}", 11)
    assert problem.key == "access_levels.monthly_budget_usd"
    assert problem.what.startswith(
        "the stack comes to 64 USD a month: 7 basic (5 included, 2 at 6 USD), "
        "1 basic-and-test-plans (1 at 52 USD); prices of 2026-01-01"
    )
    assert problem.expected == "at most 60 USD a month"


@pytest.mark.parametrize(("budget", "fits"), [("64", True), ("63.99", False), ("0", False)])
def test_a_budget_is_kept_to_the_cent(example, budget, fits):
    hire(example, 3)
    example.change(ORGANIZATION, BUDGET, f"{{monthly_budget_usd: {budget}}}")

    if fits:
        assert example.load().estimate.monthly_usd == 64
    else:
        assert example.problem().key == "access_levels.monthly_budget_usd"


def test_without_a_budget_nothing_limits_a_stack(example):
    hire(example, 30)
    example.change(ORGANIZATION, f"access_levels: {BUDGET}", "# none")

    assert example.load().estimate.monthly_usd == 29 * 6 + 52


def test_an_organisations_own_prices_and_seats_count(example):
    hire(example, 1)
    example.change(
        ORGANIZATION,
        BUDGET,
        "\n  included_seats: 0\n  prices_usd: {as_of: 2026-10-01, basic: 5.5, basic-and-test-plans: 40}",
    )

    estimate = example.load().estimate

    assert estimate.monthly_usd == 5 * 5.5 + 40
    assert str(estimate).startswith("67.50 USD a month: 5 basic (5 at 5.50 USD), 1 basic-and-test-plans")
    assert "prices of 2026-10-01" in str(estimate)


def test_seats_say_what_they_are():
    assert str(Seats("stakeholder", 3, 0, 0)) == "3 stakeholder (free)"
