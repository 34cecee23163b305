"""What the engine needs to take the official plug-ins, on PATH, in the place of the emulated plug-ins."""

from pathlib import Path

from ruamel.yaml import YAML

from azdo_emulator.http.process import Running
from patless.sandbox.folder import STACK


def settings_for(folder: Path, server: Running) -> dict[str, str]:
    """The variables, beside those of the server; writes the settings that they name into the folder.

    The stack's configuration for them is a copy that names the server: the emulated plug-ins refuse to
    go there.
    """
    yaml = YAML()
    settings = yaml.load(folder / f"Pulumi.{STACK}.yaml")
    settings.setdefault("config", {})["patless:server"] = server.http
    own = folder / "Pulumi.official-plugins.yaml"
    yaml.dump(settings, own)
    return {"PULUMI_IGNORE_AMBIENT_PLUGINS": "false", "PULUMI_OPTION_CONFIG_FILE": str(own)}
