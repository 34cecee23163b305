"""`patless inventory`: what in an organisation hangs on a personal access token, and until when it works."""

import asyncio
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from patless.clients.sign_in import Method
from patless.errors import PatlessError

if TYPE_CHECKING:
    from azdo_emulator.http.server import Server
    from patless.clients.sign_in import SignIn
    from patless.findings.listing import Listing
    from patless.snapshot.counts import Counts
    from patless.snapshot.snapshot import Snapshot

ADDRESS = re.compile(
    r"(?:https://)?(?:dev\.azure\.com/(?P<new>[^/]+)|(?P<old>[^./]+)\.visualstudio\.com)/?", re.IGNORECASE
)
FORMS = ("as_json", "as_csv", "as_markdown")
NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?")


@dataclass(frozen=True)
class Place:
    """Which organisation, and where. server: that of an emulator; empty for the real services."""

    organization: str
    tenant: str = ""
    server: str = ""
    method: Method = Method.AUTO


def inventory(
    organization: Annotated[
        str | None, typer.Option(help="The organisation: its name, or its address at dev.azure.com.")
    ] = None,
    stack: Annotated[
        str | None, typer.Option(help="The organisation of a stack: a folder in stacks/.")
    ] = None,
    sandbox: Annotated[bool, typer.Option("--sandbox", help="The organisation of the sandbox.")] = False,
    sign_in: Annotated[
        Method, typer.Option(help="How to sign in; auto finds out. Never with a personal access token.")
    ] = Method.AUTO,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for machines.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV for a spreadsheet.")] = False,
    as_markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown for a wiki.")] = False,
) -> None:
    """List what stops on 2026-12-01 and on 2027-07-01, and what hangs on a token or a secret. Only reads.

    Ends with 0: nothing stops on those days, 1: something does, 2: wrong usage, 3: something could not be
    read, and nothing was found in what could.
    """
    if sum((organization is not None, stack is not None, sandbox)) != 1:
        raise PatlessError(
            "it is not clear which organisation is meant",
            "one of --organization NAME, --stack STACK and --sandbox",
            "name one of them",
        )
    wanted = [
        name for name, is_wanted in zip(FORMS, (as_json, as_csv, as_markdown), strict=True) if is_wanted
    ]
    if len(wanted) > 1:
        raise PatlessError("two formats are asked for", "one of --json, --csv and --markdown", "run it twice")
    with _place(organization, stack, sign_in) as place:
        listing = _listing(place)
    sys.stdout.write(_writer(*wanted or ["text"])(listing))
    raise typer.Exit(_exit_code(listing))


def _exit_code(listing: "Listing") -> int:
    from patless.reports.inventory import is_deadly

    if any(map(is_deadly, listing.findings)):
        return 1
    return 3 if listing.gaps else 0


def _writer(name: str) -> "Callable[[Listing], str]":
    # Imported late, since a run needs one of them.
    write: Callable[[Listing], str] = import_module(f"patless.findings.{name}").write
    return write


@contextmanager
def _place(organization: str | None, stack: str | None, method: Method) -> Iterator[Place]:
    if organization is not None:
        yield Place(_name(organization), method=method)
    elif stack is not None:
        yield _of_stack(stack, method)
    else:
        with _sandbox() as place:
            yield place


def _name(given: str) -> str:
    address = ADDRESS.fullmatch(given.strip())
    name = (address["new"] or address["old"]) if address else given.strip()
    if not NAME.fullmatch(name):
        raise PatlessError(
            f"{given!r} is no name of an organisation",
            "letters, digits and hyphens, as in https://dev.azure.com/NAME",
            "correct --organization",
        )
    return name


def _of_stack(stack: str, method: Method) -> Place:
    from patless.project import ROOT
    from stacks.manifest.problem import ManifestError
    from stacks.manifest.stack import organization

    try:
        found = organization(ROOT / "stacks" / stack)
    except ManifestError as error:
        first = error.problems[0]
        raise PatlessError(f"{first.file}:{first.line}: {first.what}", first.expected, first.todo) from None
    return Place(found.organization, found.tenant, method=method)


@contextmanager
def _sandbox() -> Iterator[Place]:
    """The sandbox of this checkout, by its own server, or by one for as long as this takes."""
    from azdo_emulator.http import process
    from azdo_emulator.http.environment import variables
    from azdo_emulator.model.seed import ORGANIZATION, TENANT
    from patless.sandbox import folder

    sys.stderr.write(f"sandbox: an organisation on this machine, in {folder.FOLDER}; not a real one\n")
    folder.FOLDER.mkdir(parents=True, exist_ok=True, mode=0o700)
    with ExitStack() as context:
        server = process.running(folder.FOLDER) or context.enter_context(_serving(folder.FOLDER))
        context.enter_context(_variables(variables(folder.FOLDER, server)))
        yield Place(ORGANIZATION, TENANT, server.http, Method.MANAGED_IDENTITY)


def _serving(folder: Path) -> "AbstractContextManager[Server]":
    # The server alone takes a second to import.
    from azdo_emulator.http.serving import serving

    return serving(folder)


@contextmanager
def _variables(wanted: Mapping[str, str]) -> Iterator[None]:
    """Variables of this process: azure-identity reads them wherever it is."""
    from patless.sandbox.environment import to_unset

    before = dict(os.environ)
    for name in to_unset(wanted, before):
        del os.environ[name]
    os.environ.update(wanted)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _listing(place: Place) -> "Listing":
    from patless.clients.sign_in import SignIn, credential
    from patless.commands.progress import progress
    from patless.reports.inventory import inventory as report

    sign_in = SignIn(credential(place.method, place.tenant))
    with progress("inventory") as counts:
        return report(asyncio.run(_collected(place, sign_in, counts)))


async def _collected(place: Place, sign_in: "SignIn", counts: "Counts") -> "Snapshot":
    from patless.clients.azure_devops import AzureDevOps
    from patless.clients.client import Client
    from patless.clients.hosts import Hosts
    from patless.clients.throttle import Throttle
    from patless.snapshot.collection import collect

    async with Client(sign_in, Hosts(place.server), Throttle(counts.pause)) as client:
        return await collect(AzureDevOps(place.organization, client), counts)
