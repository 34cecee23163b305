"""The guard against second copies: what is there, and not in the stack's state, is imported, not made again.

After a run that was killed, the service can have what the state does not know; made again, it would be there
twice, or the service would refuse it with words that do not help. So a resource's natural key is looked up
before it is made, with the same provider as the resource, hence on every path by which a component is used.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from weakref import WeakKeyDictionary

import pulumi
from pulumi import ComponentResource, ResourceHook, ResourceHookBinding, ResourceHookOptions
from pulumi.resource_hooks import ResourceHookArgs
from pulumi.runtime import rpc
from pulumi.runtime.proto.resource_pb2 import ResourceInvokeRequest
from pulumi.runtime.settings import get_monitor

from components import own_state
from components.hook_names import numbered
from components.lost_answer import noted

Inputs = Mapping[str, Any]
Look = Callable[[str, Inputs], Awaitable[Inputs | None]]
Find = Callable[[Inputs, Look], Awaitable[str | None]]

THREADS = ThreadPoolExecutor(max_workers=4)


class AlreadyThere(Exception):
    """Something of the same natural key exists, and the stack does not know it."""


def guarded(parent: ComponentResource, name: str, find: Find) -> ResourceHookBinding:
    """The hooks of a child that must not be made twice.

    name: logical name of the child. find: the id by which the child would be imported if it were there
    already, from its inputs.
    """
    _children[name] = (parent, find)
    return ResourceHookBinding.merge(ResourceHookBinding(before_create=[_hook()]), noted())


_children: dict[str, tuple[ComponentResource, Find]] = {}
_hooks: WeakKeyDictionary[Any, ResourceHook] = WeakKeyDictionary()
_names = numbered("not there yet")


def _hook() -> ResourceHook:
    """One hook for all children of a run: each registration is a call to the engine, of milliseconds."""
    monitor = get_monitor()
    if monitor not in _hooks:
        _hooks[monitor] = ResourceHook(next(_names), _refuse, ResourceHookOptions(on_dry_run=True))
    return _hooks[monitor]


async def _refuse(args: ResourceHookArgs) -> None:
    parent, find = _children[args.name]

    async def look(token: str, given: Inputs) -> Inputs | None:
        try:
            found = await _ask(parent, token, given)
        # The services answer "not found" in as many ways as there are services.
        except Exception:
            return None
        return found

    id_ = await find(args.new_inputs or {}, look)
    if id_ is None:
        return
    state = await own_state.resources()
    own = next((urn for urn, one in (state or {}).items() if _is(one, args.type, id_)), None)
    # What this very run replaces is still there in a preview, and gone when an update comes to it.
    if own is not None and (own == args.urn or pulumi.runtime.is_dry_run()):
        return
    words = await _words(parent, args, id_, own, state)
    if state is None and pulumi.runtime.is_dry_run():
        pulumi.log.warn(words, resource=parent)
        return
    raise AlreadyThere(words)


def known(inputs: Inputs, *keys: str) -> dict[str, Any] | None:
    """The inputs of these keys; None while one of them is not known."""
    found = {key: inputs.get(key) for key in keys}
    return (
        None
        if any(value is None or isinstance(value, pulumi.output.Unknown) for value in found.values())
        else found
    )


async def _ask(parent: ComponentResource, token: str, args: Inputs) -> Inputs:
    """What a look-up of the component's provider answers.

    On threads of its own: the SDK's are taken by the registrations that wait for this very answer.
    """
    provider = parent.get_provider(token)
    assert provider is not None
    request = ResourceInvokeRequest(
        tok=token,
        args=await rpc.serialize_properties(dict(args), {}),
        provider=f"{await provider.urn.future()}::{await provider.id.future() or rpc.UNKNOWN}",
    )
    monitor = get_monitor()
    assert monitor is not None
    answer = await asyncio.get_running_loop().run_in_executor(THREADS, monitor.Invoke, request)
    if answer.failures:
        raise LookupError(token)
    found: Inputs = rpc.deserialize_properties(getattr(answer, "return"))
    return found


async def _words(
    parent: ComponentResource,
    args: ResourceHookArgs,
    id_: str,
    own: str | None,
    state: own_state.Resources | None,
) -> str:
    # A second resource for one thing would take the first one's place, and its delete the thing itself.
    if state is not None and own is not None:
        return _renamed(args, id_, own, state)
    return (
        f"{args.name} is there already, and this stack does not manage it\n"
        f"  expected: nothing with the id {id_}, or an entry for it in the stack's state\n"
        f"  next:     {await _next(parent, args, id_, state)}\n"
        "            if it is somebody else's: give yours another name"
    )


def _is(one: Mapping[str, Any], type_: str, id_: str) -> bool:
    """Whether an entry of the state is this thing; of a connection, an import names the project as well."""
    return one.get("type") == type_ and str(one.get("id")).lower() in {
        id_.lower(),
        id_.lower().rpartition("/")[2],
    }


def _renamed(args: ResourceHookArgs, id_: str, own: str, known: own_state.Resources) -> str:
    workload = own_state.workload(own, known)
    formerly = f"add `formerly: [{workload}]` to its file" if workload else "give it an alias of that name"
    return (
        f"{args.name} is there already: this stack has it as {own_state.name(own)}\n"
        f"  expected: one name for the thing with the id {id_}\n"
        f"  next:     renamed? {formerly}; if a key in the file is new, put the old one back.\n"
        "            Do not import it: its old entry would delete it"
    )


async def _next(
    parent: ComponentResource, args: ResourceHookArgs, id_: str, known: own_state.Resources | None
) -> str:
    if known is None:
        return (
            "the stack's own state cannot be read: see with `pulumi stack export` whether it is there under "
            "another name, which is then its name"
        )
    urn = str(await parent.urn.future())
    if urn not in known:
        return "if it is this stack's own: run the update, which stops at it and says how to import it"
    return f"if it is this stack's own: {_import(urn, args, id_, await _provider(parent, args))}"


async def _provider(parent: ComponentResource, args: ResourceHookArgs) -> str | None:
    provider = parent.get_provider(args.type)
    return str(await provider.urn.future()) if provider else None


def _import(parent_urn: str, args: ResourceHookArgs, id_: str, provider: str | None) -> str:
    """The command that puts it into the state exactly where the program has it."""
    words = [
        "pulumi import",
        f"'{args.type}'",
        f"'{args.name}'",
        f"'{id_}'",
        f"--parent 'parent={parent_urn}'",
    ]
    words += [f"--provider 'provider={provider}'"] if provider else []
    return " ".join([*words, "--protect=false", "--generate-code=false"])
