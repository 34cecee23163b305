"""The page that says what the sandbox emulates: `python -m patless.sandbox.coverage` writes it."""

import inspect
import re
from collections.abc import Callable, Iterable, Iterator
from types import ModuleType

from fastapi import APIRouter
from fastapi.routing import APIRoute

from azdo_emulator.http import arm, devops, graph, login
from azdo_emulator.model.azure import errors as azure_errors
from azdo_emulator.model.devops import denials
from azdo_emulator.model.devops import errors as devops_errors
from azdo_emulator.model.entra import errors as entra_errors
from azdo_emulator.model.entra import sign_in_errors
from azdo_emulator.providers import azure_native, azuread, azuredevops
from azdo_emulator.providers.declaring import Provider
from patless.project import ROOT

FILE = ROOT / "docs/reference/sandbox.md"
CAVEAT = re.compile(r"(?:Simplified|Not seen live):?[^.]*\.|[^.]*\bnot seen live\b[^.]*\.", re.IGNORECASE)
"""A sentence that says where the sandbox is simpler, or that nobody has seen the service do so."""

HEAD = """\
# What the sandbox emulates

Written from the sandbox itself; [the guide](../guides/sandbox.md) says how to use it. **Nothing here was
compared with a live organisation.** What the sandbox does follows the published APIs, recordings of live
traffic, and the source of the official plug-ins. The last column says where it is simpler than the service,
and what nobody has seen the service do.
"""


def page() -> str:
    """The whole page."""
    parts = [HEAD, "## The HTTP server\n"]
    for service, host, routers in services():
        parts += [f"### {service} ({host})\n", _table(CALLS, _calls(routers))]
    parts.append("## The emulated provider plug-ins\n")
    for provider in (azuredevops.PROVIDER, azuread.PROVIDER, azure_native.PROVIDER):
        parts += [f"### {provider.name}\n", _plug_in(provider)]
    parts += ["## Refusals that were not seen live\n", _table(REFUSALS, _refusals())]
    return "\n".join(parts)


CALLS = ("Call", "Route", "What it is", "Not as the service")
REFUSALS = ("Service", "Refusal", "What was not seen")


def services() -> Iterator[tuple[str, str, Iterable[APIRouter]]]:
    for host, routers in devops.AREAS.items():
        yield "azure-devops", host, routers
    yield "microsoft-graph", "graph.microsoft.com", graph.ROUTERS
    yield "resource-manager", "management.azure.com", arm.ROUTERS
    yield "sign-in", "login.microsoftonline.com and a virtual machine's own endpoint", login.ROUTERS


def _calls(routers: Iterable[APIRouter]) -> Iterator[tuple[str, ...]]:
    for router in routers:
        for route in router.routes:
            assert isinstance(route, APIRoute)
            what, caveats = said(route.endpoint)
            what = what.partition(": ")[2] or what.partition(". ")[2]
            what = what[:1].upper() + what[1:]
            methods = ", ".join(sorted(route.methods or ()))
            yield f"`{route.name}`", f"`{methods} {route.path}`", what, caveats


def _plug_in(provider: Provider) -> str:
    types = ", ".join(f"`{one.token.rpartition(':')[2]}`" for one in provider.resources)
    functions = ", ".join(f"`{one.token.rpartition(':')[2]}`" for one in provider.functions)
    return f"Resources: {types}.\n\nLook-ups: {functions}.\n"


def _refusals() -> Iterator[tuple[str, ...]]:
    modules = (
        ("azure-devops", devops_errors),
        ("azure-devops", denials),
        ("microsoft-graph", entra_errors),
        ("resource-manager", azure_errors),
        ("sign-in", sign_in_errors),
    )
    for service, module in modules:
        for name, function in _functions(module):
            _, caveats = said(function)
            if caveats:
                yield service, f"`{name}`", caveats


def _functions(module: ModuleType) -> list[tuple[str, Callable[..., object]]]:
    return [(name, one) for name, one in vars(module).items() if inspect.isfunction(one) and name[0] != "_"]


def said(function: Callable[..., object]) -> tuple[str, str]:
    """What a docstring says a thing is, and its caveats."""
    text = " ".join((inspect.getdoc(function) or "").split())
    caveats = " ".join(found.strip() for found in CAVEAT.findall(text))
    return CAVEAT.sub("", text).strip(), caveats


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


if __name__ == "__main__":
    FILE.write_text(page(), encoding="utf-8")
