"""What has to hold inside `organization.yaml`."""

from collections.abc import Iterator

from stacks.manifest.checks import tags
from stacks.manifest.checks.repetition import again
from stacks.manifest.nearest import nearest
from stacks.manifest.organization import Organization
from stacks.manifest.problem import Problem


def problems(organization: Organization) -> Iterator[Problem]:
    """What stops the file."""
    yield from tags.problems(organization.source, (), organization.tags)
    yield from _home(organization)
    yield from again(
        organization.source,
        (
            (("deployers", n, "principal_id"), one.principal_id)
            for n, one in enumerate(organization.deployers)
        ),
    )
    first: dict[str, str] = {}
    for key, subscription in organization.subscriptions.items():
        if first.setdefault(subscription.id, key) != key:
            yield organization.source.problem(
                ("subscriptions", key, "id"),
                f"the same subscription as `{first[subscription.id]}`",
                expected="one short name for each subscription",
                todo="remove one of the two",
            )


def _home(organization: Organization) -> Iterator[Problem]:
    """The subscription that managed identities live in, where there is a choice."""
    known, chosen = list(organization.subscriptions), organization.resource_group.subscription
    if chosen is None and len(known) > 1:
        what = "missing key, because the stack may use several subscriptions"
    elif chosen is not None and chosen not in known:
        what = "no such subscription"
    else:
        return
    yield organization.source.problem(
        ("resource_group", "subscription"),
        what,
        expected=" or ".join(f"`{key}`" for key in known),
        todo="name the subscription in which managed identities live",
        nearest=nearest(chosen, known) if chosen else None,
    )
