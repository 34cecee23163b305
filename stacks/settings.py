"""Where the stack's manifest is: the only reader of the stack's configuration."""

from pathlib import Path

import pulumi


def folder() -> Path:
    """Folder of the stack's manifest: `patless:folder`, or the folder beside this file named as the stack.

    A relative `patless:folder` counts from the folder of Pulumi.yaml.
    """
    named = pulumi.Config("patless").get("folder")
    if named is not None:
        return Path(pulumi.runtime.get_root_directory()) / named
    return Path(__file__).parent / pulumi.get_stack()
