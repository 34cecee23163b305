"""The emulated plug-ins in the place where the engine looks for plug-ins."""

import importlib.util
import json
import os
import shlex
import sys
import tempfile
from pathlib import Path

SDKS = {
    "azuread": "pulumi_azuread",
    "azuredevops": "pulumi_azuredevops",
    "azure-native": "pulumi_azure_native",
}
"""The SDK that asks for each plug-in."""


def install(home: Path) -> None:
    """Put the emulated plug-ins into a PULUMI_HOME.

    The engine looks in `plugins/resource-<name>-v<version>` for a program `pulumi-resource-<name>`. Unlike a
    folder with a PulumiPlugin.yaml, a program needs no language host, so that it runs beside any.
    """
    for name, sdk in SDKS.items():
        _write(
            home / "plugins" / f"resource-{name}-v{version(sdk)}" / f"pulumi-resource-{name}",
            f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -I -m azdo_emulator.providers {name} "$@"\n',
        )


def version(sdk: str) -> str:
    """The version of the plug-in that an SDK asks for."""
    spec = importlib.util.find_spec(sdk)
    assert spec is not None
    assert spec.submodule_search_locations
    text = Path(spec.submodule_search_locations[0], "pulumi-plugin.json").read_text(encoding="utf-8")
    return str(json.loads(text)["version"])


def _write(program: Path, text: str) -> None:
    if program.exists() and program.read_text(encoding="utf-8") == text:
        return
    program.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=program.parent)
    with os.fdopen(handle, "w", encoding="utf-8") as part:
        part.write(text)
    Path(name).chmod(0o755)
    Path(name).rename(program)
