"""Readiness: a new identity is in Entra at once, and other services see it a minute or two later.

The official plug-ins do not wait for that (terraform-provider-azuredevops#1603; for Azure, the like of
terraform-provider-azurerm#32179). So where a create fails for this reason alone, the engine tries it again,
on every path by which a component is used. A role assignment needs no such patience: with `principalType`,
Azure does not look the principal up.
"""

import asyncio
from typing import Any
from weakref import WeakKeyDictionary

import pulumi
from pulumi import ComponentResource, ErrorHook, ResourceHookBinding
from pulumi.resource_hooks import ErrorHookArgs
from pulumi.runtime.settings import get_monitor

from components.hook_names import numbered

NOT_SEEN = {
    "VS403283": "Azure DevOps",
    "MS Graph resource not found": "Azure",
    "ParentResourceNotFound": "Azure",
}
"""Which service does not see the identity yet, by what stands in the error."""

AT_ONCE = "ConcurrentFederatedIdentityCredentialsWrites"
"""What Azure says where two federated credentials of one managed identity are written at once: those of two
connections that are replaced are deleted and created beside each other."""

PAUSE = 0.5
"""Seconds before the next of these tries."""

TRIES = 60
"""How many of these."""

TOLD = 3
"""Every which try stays on the screen."""

WAITS = (1.0, 2.0, 3.0, 4.0, *[10.0] * 29)
"""Seconds before each further try: five minutes, where one or two are usual. The engine ends at 100."""


def patient(parent: ComponentResource, name: str) -> ResourceHookBinding:
    """The hook of a child that names a new identity; name is the child's logical name."""
    _parents[name] = parent
    return ResourceHookBinding(on_error=[_hook()])


_parents: dict[str, ComponentResource] = {}
_hooks: WeakKeyDictionary[Any, ErrorHook] = WeakKeyDictionary()
_names = numbered("until it is seen")


def _hook() -> ErrorHook:
    """One hook for all children of a run: each registration is a call to the engine, of milliseconds."""
    monitor = get_monitor()
    if monitor not in _hooks:
        _hooks[monitor] = ErrorHook(next(_names), _try_again)
    return _hooks[monitor]


async def _try_again(args: ErrorHookArgs) -> bool:
    tries = len(args.errors)
    if AT_ONCE in args.errors[0]:
        await asyncio.sleep(PAUSE)
        return tries < TRIES
    service = _who_does_not_see(args.errors[0])
    if service is None or args.failed_operation != "create":
        return False
    parent = _parents.get(args.name)
    if tries > len(WAITS):
        pulumi.log.error(
            f"{service} has not come to see the identity behind {args.name} in {sum(WAITS) / 60:g} minutes\n"
            "  expected: an identity of the organisation's tenant, seen a minute or two after it was made\n"
            "  next:     if somebody else made it, check its principal id; then run the update again, which "
            "goes on from here",
            resource=parent,
        )
        return False
    wait = WAITS[tries - 1]
    pulumi.log.info(
        f"{service} does not see the identity behind {args.name} yet: next try in {wait:g} s",
        resource=parent,
        # Where nobody watches, a line every half a minute is enough.
        ephemeral=tries % TOLD != 1,
    )
    await asyncio.sleep(wait)
    return True


def _who_does_not_see(error: str) -> str | None:
    return next((service for sign, service in NOT_SEEN.items() if sign in error), None)
