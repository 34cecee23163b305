"""Adding an access level or a kind in one place fails here for each other place that has to know it."""

from datetime import date
from typing import get_args

import pytest
from guardrails.rules import least_access_level

from components import AccessLevel as Level
from components.connection_endpoint import LOOK_UPS, TYPES
from components.entitlement import LICENCE
from patless.check.access import cost, organisation
from patless.check.access.types import ACTING
from patless.check.manifest import CONNECTIONS
from stacks import manifest, replacements
from stacks.manifest.access_level import AccessLevel, Seat
from stacks.manifest.cost_estimate import estimate
from stacks.manifest.identity import Created

SEATS = get_args(Seat)


def test_a_workload_has_the_levels_of_a_member_or_none():
    assert get_args(AccessLevel) == ("none", *SEATS)


def test_the_components_have_every_level_and_its_licence():
    assert {level.value for level in Level} == set(SEATS)
    assert set(LICENCE) == set(Level)


def test_every_seat_is_counted_and_what_is_not_free_has_a_price(example):
    stack = example.load()

    counted = estimate(stack.organization, stack.members, stack.workloads).seats

    assert [one.access_level for one in counted] == list(SEATS)
    assert {one.access_level for one in counted if not one.price_usd} == {"stakeholder"}


@pytest.mark.parametrize("level", Level)
def test_check_has_a_name_and_a_price_for_every_licence(level):
    licence = LICENCE[level]
    prices = cost.Prices(basic=6, basic_and_test_plans=52, as_of=str(date(2026, 1, 1)))

    assert licence in organisation.LEVELS
    assert bool(prices.monthly([licence])) == (level is not Level.STAKEHOLDER)


@pytest.mark.parametrize("level", ["none", *(LICENCE[level] for level in Level)])
def test_the_rule_about_access_levels_knows_the_rank_of_every_licence(level):
    assert any(level in names for names in least_access_level.LEVELS)


def test_every_kind_of_identity_has_its_word_in_the_outputs():
    assert set(replacements.KINDS) == {*get_args(Created), "existing"}


def test_every_kind_of_connection_has_a_type_a_look_up_and_a_line_in_the_access_diff():
    kinds = manifest.Connection.one_of

    assert len(TYPES) == len(LOOK_UPS) == len(kinds)
    assert all(ACTING.fullmatch(type_) for type_ in TYPES.values())
    assert all(kind in manifest.Connection.model_fields for kind in kinds)
    assert kinds == CONNECTIONS
