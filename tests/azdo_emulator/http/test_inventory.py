"""`patless inventory` and the sandbox's server: what it finds, what it says of what it may not see, and its
way through a bad time of the service.

The answers that it is held to come from the cloud's own tables, by SQL and by lists of this file.
"""

import asyncio
import csv
import io
import json
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta

import pytest
from azure.core.credentials import AccessToken
from typer.testing import CliRunner

from azdo_emulator.http import budget
from azdo_emulator.model import faults, ids
from azdo_emulator.model.crowd import join
from azdo_emulator.model.devops import endpoints, personal_access_tokens, projects, service_hooks, subjects
from azdo_emulator.model.devops.endpoint_types import get_service_endpoint_types
from azdo_emulator.model.devops.endpoints import EndpointBody, ProjectReference
from azdo_emulator.model.devops.projects import get_organization
from azdo_emulator.model.devops.service_hooks import ServiceHookBody
from azdo_emulator.model.devops.token_rules import Wish
from azdo_emulator.model.fault import Fault, Kind
from patless.cli import app
from patless.clients import client as clients
from patless.clients.azure_devops import AzureDevOps
from patless.clients.client import Client
from patless.clients.hosts import Hosts
from patless.clients.sign_in import SignIn
from patless.errors import CouldNotRun, PatlessError
from patless.findings.as_json import record
from patless.project import ROOT
from patless.reports.inventory import inventory, is_deadly
from patless.sandbox import folder
from patless.snapshot.collection import collect
from tests.azdo_emulator.http.conftest import token

ADMIN = "admin@contoso.com"
PEOPLE = (ADMIN, "dev.two@contoso.com", "dev.three@contoso.com", "dev.four@contoso.com")
IN_A_YEAR = datetime(2027, 11, 1, tzinfo=UTC)


class Given:
    """A credential with a token of the sandbox at hand."""

    def __init__(self, value):
        self.value = value

    def get_token(self, scope):
        return AccessToken(self.value, int(time.time()) + 3600)


@pytest.fixture
def seen(server, monkeypatch):
    """The inventory, as the deployer sees it, or a person."""
    monkeypatch.setattr(clients, "wait_random_exponential", lambda **_: lambda state: 0)

    def seen(person="", organization="contoso"):
        async def run():
            signed_in = SignIn(Given(token(server, person=person)))
            async with Client(signed_in, Hosts(server.http)) as client:
                return await collect(AzureDevOps(organization, client))

        return inventory(asyncio.run(run()))

    return seen


@pytest.fixture
def change(server):
    """Change something of the organisation."""

    def change(work):
        with server.cloud.write() as session:
            return work(session, get_organization(session, "contoso"))

    return change


def whose(session, contoso, name):
    return subjects.get_subject_by_origin(session, contoso, ids.guid("seed", name))


def tokens_by_sql(server, condition):
    """What the tables say: neither revoked nor expired, and this."""
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    with server.cloud.read() as session:
        rows = session.rows(
            "SELECT authorization_id AS id FROM personal_access_tokens"
            f" WHERE revoked = 0 AND valid_to_at > ? AND ({condition})",
            now,
        )
    return {row["id"] for row in rows}


def found(listing, *keys):
    return {one.id for one in listing.findings if one.key in keys}


TOKENS = ("global-token", "full-scope-token", "token")
WITH_PAT = ("azure-devops-token-connection", "other-token-connection")


def test_every_token_of_the_past_is_found_and_none_is_called_what_it_is_not(server, seen):
    listing = seen()

    assert found(listing, "global-token") == tokens_by_sql(server, "organization_id IS NULL")
    full = {one.id for one in listing.findings if one.key in TOKENS and one.scope == "app_token"}
    assert full == tokens_by_sql(server, "scope = 'app_token'")
    assert found(listing, *TOKENS) == tokens_by_sql(server, "1")
    assert len(found(listing, "global-token")) == 2


def test_every_connection_of_the_past_is_told_by_what_it_keeps(seen):
    listing = seen()

    def named(*keys):
        return {one.name for one in listing.findings if one.key in keys}

    assert named(*WITH_PAT) == {"legacy-tickets", "all-repositories", "packages", "github-tools"}
    assert named("secret-connection") == {"azure-support-2021", "aws-images", "mirror", "quality"}
    assert named("old-issuer-connection") == {"payments-production"}
    assert listing.gaps == []


def test_dates_owners_and_last_uses_are_those_of_the_organisation(seen):
    by_name = {one.name: one for one in seen().findings}

    today = datetime.now(UTC).date()
    assert by_name["all-repositories"].owner == "dev.four@contoso.com"
    assert by_name["all-repositories"].left
    assert by_name["all-repositories"].last_used == today - timedelta(days=12)
    assert by_name["all-repositories"].note == "its creator has a global token"
    assert by_name["payments-production"].stops == date(2027, 7, 1)
    assert by_name["build-server"].ends == today + timedelta(days=14)


SCOPES = (
    "app_token", "vso.code", "vso.code_write vso.packaging", "vso.work_write", "vso.packaging",
    "vso.gallery_manage", "vso.agentpools_manage",
)  # fmt: skip
NAMES = (
    "laptop",
    "Git: https://dev.azure.com/contoso on PC",
    "Azure DevOps Artifacts Credential Provider",
    "=1+1",
    "x\ny",
)

PAT_TYPES = {
    "azdoapi", "externaltfs", "github", "githubenterprise", "gitlab", "bitbucket", "git",
    "TFSMarketplacePublishing",
}  # fmt: skip
"""Types that hold somebody's token, whatever the address."""


def is_pat(type_, scheme, url):
    """By the documentation of the types: `azure-api.md` §1.6, `policy.md` §1."""
    if scheme in (
        "WorkloadIdentityFederation",
        "ManagedServiceIdentity",
        "InstallationToken",
        "OAuth",
        "OAuth2",
    ):
        return False
    # A key, a certificate or nothing is no token of a person, whatever it leads to.
    fits = scheme in ("Token", "PersonalAccessToken", "UsernamePassword")
    return type_ in PAT_TYPES or (fits and "dev.azure.com" in url)


def populate(session, contoso, seed):
    """An organisation of ten years: tokens of every kind, connections of every type and scheme."""
    chance = random.Random(seed)
    now = datetime.now(UTC)
    for number in range(60):
        wish = Wish(
            f"{chance.choice(NAMES)} {number}" if chance.random() < 0.5 else chance.choice(NAMES),
            chance.choice(SCOPES),
            now + timedelta(days=chance.choice([-30, 1, 5, 200])),
            chance.random() < 0.3,
        )
        owner = whose(session, contoso, chance.choice(PEOPLE))
        made = personal_access_tokens.add_pat(session, contoso, owner, wish, now - timedelta(days=90))
        if chance.random() < 0.2:
            personal_access_tokens.revoke_authorizations(session, contoso, [made.authorization_id])
    sheet = {}
    some = [one.project_id for one in projects.list_projects(session, contoso)]
    for type_ in get_service_endpoint_types():
        for scheme, fields in type_.schemes.items():
            url = type_.url or chance.choice(
                [
                    "https://example.org/x",
                    "https://dev.azure.com/contoso",
                    "https://pkgs.dev.azure.com/contoso/x",
                ]
            )
            parameters = {
                field.id: ids.guid("x", field.id) if field.id.lower().endswith("id") else "given"
                for field in fields
                if field.is_required
            }
            if scheme == "WorkloadIdentityFederation":
                parameters |= {"tenantid": contoso.tenant_id, "serviceprincipalid": ids.guid("x", "sp")}
            if scheme == "UsernamePassword":
                parameters["password"] = "given"
            body = EndpointBody(
                f"{type_.name}-{scheme}", type_.name, url, "", scheme, parameters,
                {field.id: "given" for field in type_.data if field.is_required},
            )  # fmt: skip
            first, *others = chance.sample(some, chance.choice([1, 1, 2, 3]))
            made = endpoints.create_service_endpoint(
                session, contoso, (first,), body, whose(session, contoso, ADMIN)
            )
            endpoints.share_service_endpoint(
                session,
                contoso,
                made.endpoint_id,
                [ProjectReference(other, f"shared-{type_.name}-{scheme}", "") for other in others],
            )
            sheet[made.endpoint_id] = is_pat(type_.name, scheme, url)
    return sheet


@pytest.mark.parametrize("seed", [11, 12, 13])
def test_in_any_organisation_precision_and_recall_are_whole(server, seen, change, seed):
    sheet = change(lambda session, contoso: populate(session, contoso, seed))
    listing = seen()

    assert found(listing, "global-token") == tokens_by_sql(server, "organization_id IS NULL")
    full = {one.id for one in listing.findings if one.key in TOKENS and one.scope == "app_token"}
    assert full == tokens_by_sql(server, "scope = 'app_token'")
    with_pat = [one for one in listing.findings if one.key in WITH_PAT]
    assert {one.id for one in with_pat} & set(sheet) == {id for id, holds in sheet.items() if holds}
    # A shared one is there once.
    assert len(with_pat) == len({one.id for one in with_pat})
    assert listing.gaps == []


def test_what_stops_on_a_day_is_what_that_day_ends(server, seen, change):
    def add(session, contoso):
        owner = whose(session, contoso, ADMIN)
        for name, end in (("before", datetime(2026, 11, 30, tzinfo=UTC)), ("after", IN_A_YEAR)):
            personal_access_tokens.add_pat(
                session, contoso, owner, Wish(name, "app_token", end, True), IN_A_YEAR
            )

    change(add)
    if datetime.now(UTC).date() >= date(2026, 11, 30):
        pytest.skip("the token that ends before the day has ended")
    by_name = {one.name: one for one in seen().findings}

    assert (by_name["before"].stops, is_deadly(by_name["before"])) == (date(2026, 11, 30), False)
    assert (by_name["after"].stops, is_deadly(by_name["after"])) == (date(2026, 12, 1), True)


def test_a_shared_connection_is_named_in_all_its_projects_with_its_last_use_anywhere(server, seen, change):
    def share(session, contoso):
        [known] = endpoints.get_service_endpoints_by_names(session, contoso, "Support", "legacy-tickets")
        platform = projects.get_project(session, contoso, "Platform")
        endpoints.share_service_endpoint(
            session, contoso, known.endpoint_id, [ProjectReference(platform.project_id, "tickets-too", "")]
        )
        session.add(
            "service_endpoint_executions",
            endpoint_id=known.endpoint_id,
            execution_id=session.new_number("execution"),
            project_id=platform.project_id,
            definition_id=31,
            definition="nightly",
            result="failed",
            started_at="2026-11-29T05:00:00.000Z",
            finished_at="2026-11-29T05:01:00.000Z",
        )
        return known.endpoint_id

    shared = change(share)
    [one] = [one for one in seen().findings if one.id == shared]

    assert one.where == "Platform, Support"
    assert one.last_used == date(2026, 11, 29)


def test_many_people_come_in_pages_and_none_is_left_out(server, seen, change):
    def crowd(session, contoso):
        join(session, 900)
        last = session.rows(
            "SELECT descriptor FROM subjects WHERE kind = 'user' ORDER BY storage_key DESC LIMIT 1"
        )
        owner = subjects.get_subject(session, contoso, last[0]["descriptor"])
        for number in range(130):
            wish = Wish(f"token-{number}", "vso.work", IN_A_YEAR)
            personal_access_tokens.add_pat(session, contoso, owner, wish, IN_A_YEAR)

    change(crowd)

    assert found(seen(), *TOKENS) == tokens_by_sql(server, "1")


def test_without_the_right_the_report_names_what_is_missing_and_who_can_help(seen):
    listing = seen(person="dev.two@contoso.com")

    gaps = {gap.what: gap for gap in listing.gaps}
    tokens = gaps.pop("the personal access tokens of people")
    assert "TF50309" in tokens.why
    assert tokens.right == "membership of Project Collection Administrators"
    assert tokens.who == ["Contoso Admin (admin@contoso.com)"]
    assert "projects and service connections that you may not see" in gaps
    # A reader of one project sees connections, but not how they sign in.
    assert any("service connections sign in" in what for what in gaps)
    assert found(listing, *TOKENS) == set()


def test_a_stranger_is_not_let_in_and_told_so(seen):
    with pytest.raises(CouldNotRun, match="does not let you in: TF401444"):
        seen(person="dev.one@contoso.com")


def test_an_organisation_that_is_not_there_is_a_mistake(seen):
    with pytest.raises(CouldNotRun):
        seen(organization="fabrikam")


BAD_TIMES = {
    "throttled, a time in seconds": Fault(Kind.THROTTLED, value="1", times=3),
    "throttled, in milliseconds": Fault(Kind.THROTTLED, value="milliseconds", times=2),
    "throttled, a date": Fault(Kind.THROTTLED, value="date", times=1),
    "slowed": Fault(Kind.SLOWED, value="0.1", times=10),
    "a service that fails": Fault(Kind.UNAVAILABLE, probability=0.2, seed=5),
    "broken connections": Fault(Kind.RESET, probability=0.2, seed=6),
    "half answers": Fault(Kind.TRUNCATED, probability=0.2, seed=7),
}


@pytest.mark.parametrize("time_", BAD_TIMES)
def test_a_bad_time_of_the_service_changes_nothing_in_the_result(seen, change, time_):
    before = [record(one) for one in seen().findings]
    change(lambda session, _: faults.add(session, BAD_TIMES[time_]))

    listing = seen()

    assert [record(one) for one in listing.findings] == before
    assert listing.gaps == []


def test_a_budget_of_calls_is_kept_to_and_the_result_is_whole(server, seen, change, monkeypatch):
    """The published behaviour, with a window of two seconds in the place of five minutes."""
    monkeypatch.setattr(budget, "WINDOW", 2.0)
    before = [record(one) for one in seen().findings]
    change(lambda session, _: faults.add(session, Fault(Kind.BUDGET, value="20")))

    listing = seen()

    assert [record(one) for one in listing.findings] == before
    assert listing.gaps == []


@pytest.mark.parametrize(
    ("call", "what"),
    [
        ("list_personal_access_tokens", "tokens of"),
        ("list_users", "the people"),
        ("get_projects", "the projects"),
        ("get_service_endpoints", "connections of the project"),
        ("get_service_endpoint_execution_records", "was last used"),
        ("list_subscriptions", "the service hooks"),
        ("get_agent_pools", "the agent pools"),
        ("get_agents", "the agents of the pool"),
        ("get_policy", "the policy"),
    ],
)
def test_what_the_service_does_not_answer_is_a_gap_and_the_rest_is_there(seen, change, call, what):
    change(lambda session, _: faults.add(session, Fault(Kind.UNAVAILABLE, call=call)))

    listing = seen()

    assert any(what in gap.what for gap in listing.gaps)
    assert all("no answer in 6 attempts" in gap.why for gap in listing.gaps)
    assert listing.findings


@pytest.fixture
def run(server, monkeypatch, capfd):
    """Type `patless inventory`; its exit code, and what it printed."""
    monkeypatch.setattr(folder, "FOLDER", server.cloud.path.parent)

    def run(*words):
        done = CliRunner().invoke(app, ["inventory", *words])
        if isinstance(done.exception, PatlessError):
            raise done.exception
        return done.exit_code, done.stdout

    return run


def test_the_command_prints_by_date_and_ends_with_1_where_something_stops(run):
    code, printed = run("--sandbox")

    assert code == 1
    days = [line for line in printed.splitlines() if line.startswith("Stops on")]
    assert [line.partition(",")[0] for line in days] == ["Stops on 2026-12-01", "Stops on 2027-07-01"]
    assert "build-server" in printed


def test_each_format_has_every_finding(run, seen):
    everything = {one.id for one in seen().findings}

    body = json.loads(run("--sandbox", "--json")[1])
    rows = list(csv.DictReader(io.StringIO(run("--sandbox", "--csv")[1])))
    page = run("--sandbox", "--markdown")[1]

    assert {one["id"] for section in body["sections"] for one in section["findings"]} == everything
    assert {row["id"] for row in rows} == everything
    assert all(row["name"] in page for row in rows)
    assert all(row["instead"] for row in rows)


def test_nothing_that_stops_ends_with_0_and_a_gap_with_3(run, change):
    def tidy(session, contoso):
        session.run("DELETE FROM personal_access_tokens")
        session.run("DELETE FROM service_endpoint_project_references")
        session.run("DELETE FROM service_endpoints")

    change(tidy)
    assert run("--sandbox")[0] == 0

    change(lambda session, _: faults.add(session, Fault(Kind.UNAVAILABLE, value="403", call="get_projects")))
    code, printed = run("--sandbox")
    assert code == 3
    assert "Could not be read: 1" in printed


def test_hostile_names_stay_text_in_every_format(run, change):
    hostile = "\x1b[2J\n##vso[task.complete]<script>|=1+1"

    def add(session, contoso):
        owner = whose(session, contoso, ADMIN)
        personal_access_tokens.add_pat(
            session, contoso, owner, Wish(hostile, "app_token", IN_A_YEAR, True), IN_A_YEAR
        )

    change(add)
    text, table, page = (run("--sandbox", *form)[1] for form in ([], ["--csv"], ["--markdown"]))

    assert "\x1b" not in text + table + page
    assert "##vso" not in text
    assert not any(line.lstrip().startswith("##vso") for line in (table + page).splitlines())
    assert "<script>" not in page


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ([], "which organisation"),
        (["--sandbox", "--organization", "contoso"], "which organisation"),
        (["--sandbox", "--json", "--csv"], "two formats"),
        (["--organization", "https://evil.example/contoso"], "no name of an organisation"),
        (["--organization", "dev.azure.com@evil.example"], "no name of an organisation"),
        (["--stack", "nowhere"], "no such stack"),
    ],
)
def test_a_wrong_command_line_is_said_before_anything_is_asked(run, words, what):
    with pytest.raises(PatlessError, match=what):
        run(*words)


def test_no_token_is_printed_or_logged_whatever_happens(run, server, change, capfd, caplog):
    caplog.set_level("DEBUG")
    key = "canary-of-a-connection"

    def add(session, contoso):
        body = EndpointBody(
            "canary", "generic", f"https://user:{key}@dev.azure.com/contoso", "", "UsernamePassword",
            {"username": "x", "password": key}, {},
        )  # fmt: skip
        endpoints.create_service_endpoint(session, contoso, ("Support",), body)
        inputs = {"url": f"https://x.example/?token={key}", "basicAuthPassword": key}
        hook = ServiceHookBody("tfs", "git.push", "webHooks", "httpRequest", {}, inputs)
        service_hooks.create_subscription(session, contoso, hook, whose(session, contoso, ADMIN))

    change(add)
    printed = "".join(run("--sandbox", *form)[1] for form in ([], ["--json"], ["--csv"], ["--markdown"]))
    change(lambda session, _: faults.add(session, Fault(Kind.UNAVAILABLE, value="401")))
    try:
        printed += run("--sandbox")[1]
    except PatlessError as error:
        printed += str(error)
    everything = printed + "".join(capfd.readouterr()) + caplog.text

    assert key not in everything
    # Every token of the sandbox is a JWT, and so begins like this.
    assert "eyJ" not in everything


def test_a_run_that_was_killed_is_run_again_and_ends_right(server, seen, change):
    expected = {one.id for one in seen().findings}
    change(
        lambda session, _: faults.add(
            session, Fault(Kind.STALLED, call="list_personal_access_tokens", times=1)
        )
    )
    code = (
        "import pathlib, sys; from patless.sandbox import folder;"
        " folder.FOLDER = pathlib.Path(sys.argv.pop(1)); from patless.cli import main; main()"
    )
    words = [sys.executable, "-c", code, str(server.cloud.path.parent), "inventory", "--sandbox", "--json"]
    first = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def stalled():
        with server.cloud.read() as session:
            return not faults.listed(session)

    end = time.monotonic() + 30
    while not stalled() and time.monotonic() < end:
        assert first.poll() is None
    first.send_signal(signal.SIGKILL)
    killed, _ = first.communicate()

    again = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)

    assert killed == b""
    body = json.loads(again.stdout)
    assert {one["id"] for section in body["sections"] for one in section["findings"]} == expected
    assert again.returncode == 1
