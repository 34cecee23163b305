"""Emulated provider plug-ins, over the sandbox's cloud."""

from pathlib import Path


def install(home: Path) -> None:
    """Put the emulated plug-ins into a PULUMI_HOME, for the versions that the installed SDKs ask for."""
    # Not at the top: a plug-in's process, started for every preview and update, comes through here as well.
    from azdo_emulator.providers import installing

    installing.install(home)
