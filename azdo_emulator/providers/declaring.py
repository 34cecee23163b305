"""How a plug-in is declared: a further type is one `Resource`, four functions and an entry in data/."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from azdo_emulator.model import Refused, Session
from azdo_emulator.providers.values import Values

Found = TypeVar("Found")


@dataclass(frozen=True)
class Call:
    """One call: the cloud, and how the provider is configured."""

    session: Session
    config: Values


@dataclass(frozen=True)
class State:
    """A resource as the cloud has it; inputs are those that are not among the outputs under the same name."""

    id: str
    outputs: Values
    inputs: Values = field(default_factory=dict)


class Mistake(Exception):
    """A call that the official plug-in refuses before it asks the service."""


@contextmanager
def doing(what: str, words: Callable[[Refused], str] = str) -> Iterator[None]:
    """Puts what the official plug-in says it was doing before what a service refused."""
    try:
        yield
    except Refused as refused:
        raise Mistake(f"{what}: {words(refused)}") from refused
    except Mistake as mistake:
        raise Mistake(f"{what}: {mistake}") from mistake


def if_there(look: Callable[[], Found]) -> Found | None:
    """What a service answers, or nothing where it answers that there is none."""
    try:
        return look()
    except Refused as refused:
        if refused.status == 404:
            return None
        raise


@dataclass(frozen=True)
class Resource:
    """A resource type.

    create: new inputs → state. read: id, last outputs → state, or nothing where it is gone.
    update: id, last outputs, new inputs → state. delete: id, last outputs.
    Their values come without marks of secrecy; nothing that is secret may reach a table or a message.
    fill: old inputs, new inputs → new inputs with what the plug-in adds; these keep their marks.
    complaints: new inputs → what the plug-in has against them, beyond what the facts say.
    alone: inputs or last outputs → a place where the service takes one writer at a time, entered with
    `writing.begin`; such a write lasts a moment.
    """

    token: str
    create: Callable[[Call, Values], State]
    read: Callable[[Call, str, Values], State | None]
    update: Callable[[Call, str, Values, Values], State]
    delete: Callable[[Call, str, Values], None]
    fill: Callable[[Call, Values, Values], Values] = lambda call, old, new: new
    complaints: Callable[[Values], Iterable[str]] = lambda inputs: ()
    alone: Callable[[Call, Values], str] | None = None


@dataclass(frozen=True)
class Function:
    """A look-up: arguments → results."""

    token: str
    call: Callable[[Call, Values], Values]


@dataclass(frozen=True)
class Provider:
    """One emulated plug-in.

    complaints: what keeps a configuration from being the sandbox's own.
    words: how the official plug-in tells what a service refused.
    delete_before_replace: whether the old resource goes before the new one comes.
    """

    name: str
    resources: tuple[Resource, ...]
    functions: tuple[Function, ...]
    complaints: Callable[[Call], Iterable[str]]
    words: Callable[[Refused], str]
    delete_before_replace: bool


def not_ours(name: str, own: str) -> str:
    """The refusal of a configuration that is not the sandbox's own."""
    return (
        f"'{name}' is not the sandbox's own, which is {own}; a sandbox reaches no other: "
        "set this one, or deploy outside the sandbox"
    )
