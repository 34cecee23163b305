"""The rules review-due and review-overdue: workloads past the day of their review."""

from datetime import date

import pytest
from guardrails import Level, Profile
from guardrails.data.tokens import WORKLOAD
from guardrails.engine import clock
from guardrails.rules import review_due, review_overdue

DUE, OVERDUE = review_due.RULE, review_overdue.RULE
READABLE = {"known", "secret", "secret block"}
UNCLEAR = {"unknown", "nested unknown", "redacted", "wrong type"}


@pytest.fixture(autouse=True)
def _a_day(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: date(2027, 6, 30))


def test_a_past_day_is_found_in_whatever_state_it_is(refused):
    assert refused(DUE, WORKLOAD, "reviewBy", "2027-05-31") == READABLE | UNCLEAR
    assert refused(DUE, WORKLOAD, "reviewBy", "2027-07-31") == UNCLEAR


def test_a_day_long_past_is_refused_where_it_can_be_read(refused):
    assert refused(OVERDUE, WORKLOAD, "reviewBy", "2027-05-30") == READABLE
    assert refused(OVERDUE, WORKLOAD, "reviewBy", "2027-05-31") == set()


DAYS = {
    "2027-07-01": (0, 0),
    "2027-06-30": (0, 0),
    "2027-06-29": (1, 0),
    "2027-05-31": (1, 0),
    "2027-05-30": (1, 1),
    "2026-02-30": (1, 0),
    "soon": (1, 0),
    "": (1, 0),
}


def test_a_review_is_due_after_its_day_and_overdue_thirty_days_later(enter):
    counts = {}
    for day in DAYS:
        resource = enter(WORKLOAD, {"reviewBy": day})
        counts[day] = (len(list(DUE.examine(resource))), len(list(OVERDUE.examine(resource))))

    assert counts == DAYS


def test_the_settings_say_how_long_a_workload_may_go_on(enter):
    resource = enter(WORKLOAD, {"reviewBy": "2027-06-29"})

    assert list(OVERDUE.examine(resource, {"grace_days": 1.0})) == []
    (finding,) = OVERDUE.examine(resource, {"grace_days": 0})
    assert finding.what == (
        'The workload "ci" is more than 0 days past the day of its review (input reviewBy).'
    )


def test_the_settings_say_whether_a_workload_has_to_name_a_day(enter):
    assert list(DUE.examine(enter(WORKLOAD, {}))) == []
    (finding,) = DUE.examine(enter(WORKLOAD, {}), {"required": True})
    assert finding.what == 'The workload "ci" names no day of review (input reviewBy is missing).'


def test_the_first_is_advice_and_the_second_stops_the_deployment():
    assert (DUE.level, DUE.level_in(Profile.STRICT)) == (Level.ADVISORY, Level.MANDATORY)
    assert OVERDUE.level is Level.MANDATORY
