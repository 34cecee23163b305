"""The environment of a sandbox: built from an allow-list, so that nothing of the shell leaks in."""

import re
from collections.abc import Mapping
from pathlib import Path

from patless.project import ROOT

ALLOWED = re.compile(
    r"PATH|HOME|USER|LOGNAME|SHELL|TERM|COLORTERM|COLUMNS|LINES|NO_COLOR|FORCE_COLOR|CI"
    r"|LANG|LC_[A-Z]+|TZ|TMPDIR|PATLESS_REPLACE_IDENTITIES"
)
"""What a sandbox takes from the shell: who and where the user is, how to write on the terminal, and the word
for one run that is to replace identities."""

STEERING = re.compile(
    r"(AZDO|AZURE|AZURESUBSCRIPTION|ARM|MSI|IDENTITY|SYSTEM|ACTIONS|PULUMI|PATLESS|VIRTUAL_ENV)(_.*)?|PYTHON.*"
    r"|SSL_CERT_FILE|REQUESTS_CA_BUNDLE|(HTTPS?|ALL)_PROXY|(https?|all)_proxy"
)
"""What would steer the engine, its plug-ins, their clients or Python; a shell has to unset it."""


def environment(folder: Path, engine: Path, shell: Mapping[str, str]) -> dict[str, str]:
    """All variables of a process in the sandbox of `folder`, with the engine of folder `engine`."""
    programs = [engine, ROOT / ".venv/bin"]
    kept = {name: value for name, value in shell.items() if ALLOWED.fullmatch(name)}
    return kept | {
        "PATH": ":".join([*map(str, programs), shell.get("PATH", "/usr/bin:/bin")]),
        "PATLESS_SANDBOX": str(folder),
        "PULUMI_HOME": str(folder / "home"),
        "PULUMI_BACKEND_URL": (folder / "state").as_uri(),
        "PULUMI_CONFIG_PASSPHRASE_FILE": str(folder / "passphrase"),
        "PULUMI_OPTION_CONFIG_FILE": str(folder / "Pulumi.contoso.yaml"),
        # With these two, plain `pulumi up` has both lines of defence and needs no network.
        "PULUMI_OPTION_POLICY_PACK": str(ROOT / "policies"),
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        # The real plug-ins on somebody's PATH would win over the emulated plug-ins.
        "PULUMI_IGNORE_AMBIENT_PLUGINS": "true",
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PULUMI_SUPPRESS_NEO_LINK": "true",
    }


def to_unset(wanted: Mapping[str, str], shell: Mapping[str, str]) -> list[str]:
    """Names of the shell's variables that would leak into a sandbox with the `wanted` ones."""
    return sorted(name for name in shell if STEERING.fullmatch(name) and name not in wanted)
