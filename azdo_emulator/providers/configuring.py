"""The configuration of a provider: which cloud it is for, and where that lies on this machine."""

import os
from collections.abc import Iterator
from pathlib import Path

from azdo_emulator.errors import EmulatorError
from azdo_emulator.providers.checking import from_environment, nearest
from azdo_emulator.providers.facts import Package
from azdo_emulator.providers.values import Values, plain

FOLDER = "PATLESS_SANDBOX"

_THE_ENGINES_OWN = {"version", "pluginDownloadURL", "parameterization"}


def folder() -> Path:
    """The sandbox's folder."""
    name = os.environ.get(FOLDER)
    if not name:
        raise EmulatorError(
            f"{FOLDER} is not set, so that the emulated plug-in does not know which sandbox it is for",
            f"{FOLDER} to name the folder of a sandbox",
            "use `make up` or `make shell`, or `patless sandbox env` to see what to export",
        )
    return Path(name)


def unknown_keys(package: Package, given: Values) -> Iterator[str]:
    """What is wrong with the names of a configuration."""
    for name in sorted(given.keys() - package.config.keys() - _THE_ENGINES_OWN):
        if not name.startswith("__"):
            yield f"'{name}' is not a configuration key of {package.name}; {nearest(name, package.config)}"


def in_force(package: Package, given: Values) -> Values:
    """The configuration with what the official plug-in takes from the environment, unseen by the engine."""
    config: Values = plain(given)
    for name, fact in package.config.items():
        if config.get(name) is None and (value := from_environment(fact)):
            config[name] = value
    return config
