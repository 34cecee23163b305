"""Service hooks and feeds, as an inventory lists them with Microsoft's own package."""

import warnings

import pytest

from azdo_emulator.model.seed import TENANT
from tests.azdo_emulator.http.conftest import client, refused, token

CANARY = "canary-5f1d7c"
HOOKS = "/_apis/hooks/subscriptions"


@pytest.fixture
def hooks(azure_devops):
    return azure_devops.get_service_hooks_client()


@pytest.fixture
def feeds(azure_devops):
    with warnings.catch_warnings():
        # A docstring of the package has a backslash that Python warns of.
        warnings.simplefilter("ignore")
        return azure_devops.get_feed_client()


def hook(project_id):
    return {
        "publisherId": "tfs",
        "eventType": "git.push",
        "consumerId": "webHooks",
        "consumerActionId": "httpRequest",
        "publisherInputs": {"projectId": project_id},
        "consumerInputs": {
            "url": f"https://ci:{CANARY}@x.contoso.com/in?code={CANARY}",
            "httpHeaders": CANARY,
        },
    }


def test_hooks_of_the_past_show_that_they_have_a_password(hooks):
    found = {each.consumer_id: each for each in hooks.list_subscriptions()}

    assert found["jenkins"].consumer_inputs["password"] == "********"
    assert found["webHooks"].consumer_inputs["basicAuthUsername"] == "azdo"
    assert hooks.get_subscription(found["jenkins"].id).created_by.id == found["jenkins"].created_by.id


def test_a_hook_is_made_found_and_gone(server, hooks, contoso, projects):
    made = hooks.create_subscription(hook(projects["Platform"]))

    assert made.consumer_inputs == {"url": "https://x.contoso.com/in", "httpHeaders": "********"}
    [listed] = hooks.list_subscriptions(event_type="git.push", consumer_id="webHooks")
    assert listed.id == made.id
    written = b"".join(path.read_bytes() for path in server.cloud.path.parent.glob("cloud.sqlite*"))
    assert CANARY.encode() not in written
    hooks.delete_subscription(made.id)
    for answer in (contoso.get(f"{HOOKS}/{made.id}"), contoso.delete(f"{HOOKS}/{made.id}")):
        assert refused(answer) == (404, "SubscriptionNotFoundException")


def test_only_an_administrator_changes_hooks(server, projects):
    with client(f"{server.http}/contoso", token(server, person="dev.two@contoso.com")) as reader:
        for answer in (
            reader.post(HOOKS, json=hook(projects["Support"])),
            reader.delete(f"{HOOKS}/{TENANT}"),
        ):
            assert refused(answer) == (403, "AccessCheckException")


def test_feeds_are_of_the_organisation_or_of_a_project(feeds, projects):
    every = {each.name: each for each in feeds.get_feeds()}

    assert set(every) == {"contoso-packages", "payments-packages"}
    assert (every["contoso-packages"].project, every["payments-packages"].project.id) == (
        None,
        projects["Payments"],
    )
    [of_project] = feeds.get_feeds(project="Payments")
    assert feeds.get_feed("Payments-Packages", project="Payments").id == of_project.id
    assert feeds.get_feed(every["contoso-packages"].id).name == "contoso-packages"


def test_a_feed_that_there_is_not_is_refused(contoso):
    assert refused(contoso.get("/_apis/packaging/feeds/nothing")) == (404, "FeedIdNotFoundException")
    of_another = contoso.get("/Support/_apis/packaging/feeds/payments-packages")
    assert refused(of_another) == (404, "FeedIdNotFoundException")
