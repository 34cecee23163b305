"""A page costs the same however long the list is that it comes from."""

from datetime import UTC, datetime, timedelta

import pytest

from azdo_emulator.model.devops import (
    build_definitions,
    endpoint_executions,
    endpoints,
    personal_access_tokens,
    variables,
)
from azdo_emulator.model.devops.projects import get_project
from azdo_emulator.model.devops.subjects import get_subject_by_origin
from azdo_emulator.model.devops.token_rules import Wish
from azdo_emulator.model.ids import guid

pytestmark = pytest.mark.sandbox

FEW, MANY, PAGE = 40, 2000, 20


def steps(session, page):
    """The steps of SQLite's machine for a page, which no other program on this computer slows down."""
    counted = 0

    def count():
        nonlocal counted
        counted += 1

    session._connection.set_progress_handler(count, 10)
    assert len(page()) == PAGE
    session._connection.set_progress_handler(None, 0)
    return counted


@pytest.fixture
def things(session, contoso):
    """How to add one of each by its number, and how to read a page of them."""
    project = get_project(session, contoso, "Payments")
    owner = get_subject_by_origin(session, contoso, guid("seed", "dev.two@contoso.com"))
    [connection] = endpoints.get_service_endpoints_by_names(session, contoso, "Payments", "quality")
    made = datetime(2026, 1, 1, tzinfo=UTC)
    wish = Wish("many", "vso.code", datetime.now(UTC) + timedelta(days=5))
    run = {
        "endpoint_id": connection.endpoint_id,
        "project_id": project.project_id,
        "definition_id": 1,
        "definition": "nightly",
        "result": "succeeded",
        "started_at": "",
        "finished_at": "",
    }
    return {
        "pipelines": (
            lambda number: build_definitions.add_definition(
                session, project, 1000 + number, "\\", f"p{number}"
            ),
            lambda: build_definitions.get_definitions(session, project, top=PAGE),
        ),
        "variable groups": (
            lambda number: variables.add_variable_group(session, project, f"g{number}", "", {}, "nobody"),
            lambda: variables.get_variable_groups(session, project, top=PAGE),
        ),
        "tokens of one's own": (
            lambda number: personal_access_tokens.add_pat(session, contoso, owner, wish, made),
            lambda: personal_access_tokens.list_pats(session, contoso, owner, "active", top=PAGE),
        ),
        "tokens of somebody": (
            lambda number: personal_access_tokens.add_pat(session, contoso, owner, wish, made),
            lambda: personal_access_tokens.list_personal_access_tokens(session, contoso, owner, top=PAGE),
        ),
        "runs of a connection": (
            lambda number: session.add("service_endpoint_executions", execution_id=1000 + number, **run),
            lambda: endpoint_executions.get_service_endpoint_execution_records(
                session, project, connection, top=PAGE
            ),
        ),
    }


@pytest.mark.parametrize(
    "kind",
    ["pipelines", "variable groups", "tokens of one's own", "tokens of somebody", "runs of a connection"],
)
def test_a_page_of_many_costs_what_a_page_of_few_costs(session, things, kind):
    add, page = things[kind]

    for number in range(FEW):
        add(number)
    of_few = steps(session, page)
    for number in range(FEW, MANY):
        add(number)
    of_many = steps(session, page)

    assert of_many <= of_few * 1.2 + 5
