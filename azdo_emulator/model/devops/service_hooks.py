"""Service hooks: what is told to somebody else when something happens, and with which password.

The calls stand on https://dev.azure.com/{organization}/_apis/hooks/subscriptions.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from sqlite3 import Row

from azdo_emulator.model.devops import errors
from azdo_emulator.model.devops.projects import Organization
from azdo_emulator.model.devops.subjects import Subject
from azdo_emulator.model.devops.urls import without_login
from azdo_emulator.model.store import Session

HARMLESS = {
    "accountname",
    "basicauthusername",
    "buildname",
    "channel",
    "feedid",
    "queuename",
    "serverbaseurl",
    "url",
    "username",
}
"""Inputs of a consumer that are kept. Of any other, which may be a password, only that it was given."""

Inputs = Mapping[str, str | None]


@dataclass(frozen=True)
class ServiceHook:
    """A subscription. An input of the consumer that was a secret reads as nothing."""

    subscription_id: str
    publisher_id: str
    event_type: str
    consumer_id: str
    consumer_action_id: str
    publisher_inputs: Inputs
    consumer_inputs: Inputs
    created_by: str
    created_at: str


@dataclass(frozen=True)
class ServiceHookBody:
    """What a caller says of a subscription."""

    publisher_id: str
    event_type: str
    consumer_id: str
    consumer_action_id: str
    publisher_inputs: Inputs
    consumer_inputs: Inputs


def list_subscriptions(
    session: Session, organization: Organization, event_type: str = "", consumer_id: str = ""
) -> list[ServiceHook]:
    """GET subscriptions?eventType=&consumerId=; the service has no pages here."""
    rows = session.rows(
        "SELECT * FROM service_hooks WHERE organization_id = ? AND (? = '' OR event_type = ?)"
        " AND (? = '' OR consumer_id = ?) ORDER BY subscription_id",
        organization.organization_id,
        event_type,
        event_type,
        consumer_id,
        consumer_id,
    )
    return [_from_row(row) for row in rows]


def get_subscription(session: Session, organization: Organization, subscription_id: str) -> ServiceHook:
    """GET subscriptions/{id}."""
    row = session.row(
        "SELECT * FROM service_hooks WHERE organization_id = ? AND subscription_id = lower(?)",
        organization.organization_id,
        subscription_id,
    )
    if row is None:
        raise errors.subscription_not_found(subscription_id)
    return _from_row(row)


def create_subscription(
    session: Session, organization: Organization, body: ServiceHookBody, created_by: Subject
) -> ServiceHook:
    """POST subscriptions."""
    subscription_id = session.new_guid("service hook")
    inputs = {
        "publisher_inputs": json.dumps(dict(body.publisher_inputs)),
        "consumer_inputs": json.dumps(_kept(body.consumer_inputs)),
    }
    session.add(
        "service_hooks",
        subscription_id=subscription_id,
        organization_id=organization.organization_id,
        created_by=created_by.storage_key,
        created_at=session.now(),
        **vars(body) | inputs,
    )
    return get_subscription(session, organization, subscription_id)


def delete_subscription(session: Session, organization: Organization, subscription_id: str) -> None:
    """DELETE subscriptions/{id}."""
    present = get_subscription(session, organization, subscription_id)
    session.run("DELETE FROM service_hooks WHERE subscription_id = ?", present.subscription_id)


def _kept(inputs: Inputs) -> Inputs:
    harmless = {name: value if name.lower() in HARMLESS else None for name, value in inputs.items()}
    return {
        name: without_login(value, without_query=True) if value and name.lower().endswith("url") else value
        for name, value in harmless.items()
    }


def _from_row(row: Row) -> ServiceHook:
    columns = dict(row)
    del columns["organization_id"]
    inputs = {name: json.loads(row[name]) for name in ("publisher_inputs", "consumer_inputs")}
    return ServiceHook(**columns | inputs)
