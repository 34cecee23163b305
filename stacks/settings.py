"""The stack's configuration; nothing else reads it."""

import re
from pathlib import Path

import pulumi

from stacks.manifest import ManifestError, Problem

SERVER = re.compile(r"http://127\.0\.0\.1:\d+")


def folder() -> Path:
    """Folder of the stack's manifest: `patless:folder`, or the folder beside this file named as the stack.

    A relative `patless:folder` counts from the folder of Pulumi.yaml.
    """
    named = pulumi.Config("patless").get("folder")
    if named is not None:
        return Path(pulumi.runtime.get_root_directory()) / named
    return Path(__file__).parent / pulumi.get_stack()


def azure_devops() -> str:
    """Where Azure DevOps is: its own address, or `patless:server`, the server of a sandbox on this machine.

    The official plug-in takes it from its own configuration alone, so the environment cannot say it.
    """
    server = pulumi.Config("patless").get("server")
    if server is None:
        return "https://dev.azure.com"
    if not SERVER.fullmatch(server):
        raise ManifestError(
            [
                Problem(
                    f"Pulumi.{pulumi.get_stack()}.yaml",
                    1,
                    ("config", "patless:server"),
                    "is not the server of a sandbox on this machine",
                    "http://127.0.0.1 with a port, as `patless sandbox status` says it",
                    "correct it; for a real organisation, remove it",
                )
            ]
        )
    return server
