"""What years have left in an organisation: connections by token and by secret, and tokens of people.

Some of those people have left. Nothing here is a secret: of each, the sandbox knows only that it was given.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from azdo_emulator.model import ids, past_connections
from azdo_emulator.model.devops import (
    agent_pools,
    agent_queues,
    agents,
    build_definitions,
    entitlements,
    feeds,
    personal_access_tokens,
    service_hooks,
    variables,
)
from azdo_emulator.model.devops.projects import Organization, get_project, list_projects
from azdo_emulator.model.devops.service_hooks import ServiceHookBody
from azdo_emulator.model.devops.subjects import Subject, get_subject_by_origin
from azdo_emulator.model.devops.token_rules import FULL, Wish
from azdo_emulator.model.devops.variables import Variable
from azdo_emulator.model.entra import directory
from azdo_emulator.model.past_connections import GIVEN, LEFT, OWNER, STAYED
from azdo_emulator.model.store import Session

PEOPLE = {STAYED: "Dev Three", LEFT: "Dev Four"}
TOKENS = (
    (OWNER, "laptop", FULL, -80, 10, False),
    (OWNER, "release-notes", "vso.work vso.code", -400, -35, False),
    ("dev.two@contoso.com", "git", "vso.code_write", -20, 70, False),
    ("dev.two@contoso.com", "all organisations", FULL, -300, 60, True),
    (STAYED, "nightly-import", "vso.work_write", -200, 160, False),
    (STAYED, "ado-to-ado", FULL, -120, 240, False),
    (LEFT, "build-server", FULL, -350, 14, True),
    (LEFT, "packages", "vso.packaging", -90, 90, False),
)
"""Whose, its name and scope, the days from now from which and until which it is good, and whether global."""


def leave(session: Session, organization: Organization, secret_client: str, subscription: str) -> None:
    """Put the past into a new organisation.

    secret_client: the client id of an application with a secret. subscription: where that may do something.
    """
    who = _people(session, organization)
    _tokens(session, organization, who)
    past_connections.leave(session, organization, who, secret_client, subscription)
    _pipelines(session, organization, who)
    _machines(session, organization, who)
    _hooks(session, organization, who)
    feeds.create_feed(session, organization, None, "contoso-packages", "Packages of everybody.")
    payments = get_project(session, organization, "Payments")
    feeds.create_feed(session, organization, payments, "payments-packages", "")


def _people(session: Session, organization: Organization) -> dict[str, Subject]:
    """Everybody who has left something, by name; Entra has already lost the one who is gone."""
    for name, display_name in PEOPLE.items():
        directory.create_user(session, organization.tenant_id, name, display_name, ids.guid("seed", name))
        entitlements.add_user_entitlement(session, organization, name, "stakeholder")
    directory.delete_directory_object(session, ids.guid("seed", LEFT))
    found = {}
    for name in (OWNER, "dev.two@contoso.com", STAYED, LEFT):
        subject = get_subject_by_origin(session, organization, ids.guid("seed", name))
        assert subject is not None
        found[name] = subject
    return found


def _tokens(session: Session, organization: Organization, who: Mapping[str, Subject]) -> None:
    now = datetime.fromisoformat(session.now())
    for owner, name, scope, begins, ends, all_orgs in TOKENS:
        wish = Wish(name, scope, now + timedelta(days=ends), all_orgs)
        personal_access_tokens.add_pat(session, organization, who[owner], wish, now + timedelta(days=begins))


def _pipelines(session: Session, organization: Organization, who: Mapping[str, Subject]) -> None:
    payments = get_project(session, organization, "Payments")
    given = {
        "REGION": Variable("westeurope"),
        "AZDO_PAT": Variable(None, is_secret=True),
        # Somebody forgot the lock beside the field.
        "GITHUB_TOKEN": Variable("not-a-real-token"),
    }
    build_definitions.add_definition(
        session, payments, past_connections.NIGHTLY, "\\", "nightly-import", given, who[LEFT].storage_key
    )
    secrets = {"SYSTEM_PAT": Variable(None, is_secret=True), "NUGET_API_KEY": Variable(None, is_secret=True)}
    variables.add_variable_group(session, payments, "release-secrets", "", secrets, who[STAYED].storage_key)


def _machines(session: Session, organization: Organization, who: Mapping[str, Subject]) -> None:
    pools = {pool.name: pool for pool in agent_pools.get_agent_pools(session, organization)}
    for pool, name, version, registered_by in (
        ("linux-builders", "builder-1", "4.260.0", OWNER),
        ("linux-builders", "builder-2", "3.220.5", LEFT),
        ("Default", "desk-of-dev-three", "2.218.1", STAYED),
    ):
        agents.add_agent(session, pools[pool], name, version, who[registered_by].storage_key)
    for project in list_projects(session, organization):
        agent_queues.add_agent_queue(session, project, pools["Default"], "")


def _hooks(session: Session, organization: Organization, who: Mapping[str, Subject]) -> None:
    for project, event, consumer, action, inputs, creator in (
        (
            "Support",
            "workitem.created",
            "webHooks",
            "httpRequest",
            {
                "url": "https://intake.contoso.com/tickets",
                "basicAuthUsername": "azdo",
                "basicAuthPassword": GIVEN,
            },
            LEFT,
        ),
        (
            "Payments",
            "git.push",
            "jenkins",
            "triggerGenericBuild",
            {
                "serverBaseUrl": "https://jenkins.contoso.com",
                "username": "ci",
                "password": GIVEN,
                "buildName": "nightly",
            },
            STAYED,
        ),
    ):
        body = ServiceHookBody(
            publisher_id="tfs",
            event_type=event,
            consumer_id=consumer,
            consumer_action_id=action,
            publisher_inputs={"projectId": get_project(session, organization, project).project_id},
            consumer_inputs=inputs,
        )
        service_hooks.create_subscription(session, organization, body, who[creator])
