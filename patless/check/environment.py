"""The variables that a preview gets: built from an allow-list, since a preview runs a change's code."""

import re
from collections.abc import Collection, Mapping

from patless.errors import PatlessError

ALLOWED = re.compile(
    # Who and where the user is, how to write on the terminal, and where programs find their own things.
    r"PATH|HOME|USER|LOGNAME|SHELL|TERM|COLORTERM|COLUMNS|LINES|NO_COLOR|FORCE_COLOR|CI|LANG|LC_[A-Z]+|TZ"
    r"|TMPDIR|TEMP|TMP|SYSTEMROOT|COMSPEC|PATHEXT|USERPROFILE|APPDATA|LOCALAPPDATA"
    r"|JAVA_HOME|DOTNET_ROOT|GOPATH|GOROOT|GOCACHE|GOMODCACHE"
    # What the engine and the guardrails are to do.
    r"|PULUMI_(BACKEND_URL|HOME|STACK|OPTION_[A-Z_]+|SKIP_[A-Z_]+|DISABLE_[A-Z_]+|IGNORE_[A-Z_]+|PYTHON_CMD)"
    r"|PATLESS_[A-Z_]+"
    # The way to the network.
    r"|SSL_CERT_FILE|SSL_CERT_DIR|REQUESTS_CA_BUNDLE|(?i:https?_proxy|all_proxy|no_proxy)"
)
LOGIN = re.compile(r"://[^/]*@")
"""An address with a login in it."""

NAMED = re.compile(
    r"(?i)(ARM|AZURE|AZDO|AZURESUBSCRIPTION|ACTIONS|SYSTEM|PULUMI|MSI|IDENTITY|AWS|GOOGLE|VAULT)_.*"
    r"|.*(TOKEN|SECRET|PASSWORD|PASSPHRASE|_PAT|_KEY)"
)
"""Variables that somebody may miss in a preview: those of sign-ins and of secrets."""


def environment(shell: Mapping[str, str], passed: Collection[str]) -> dict[str, str]:
    """The variables of a preview: the allowed ones of the shell, and those that the user passes by name."""
    if missing := sorted(name for name in passed if name not in shell):
        raise PatlessError(
            f"--pass-env {missing[0]}: there is no such variable",
            "the name of a variable that is set",
            "set it, or leave the option out",
        )
    return {
        name: value
        for name, value in shell.items()
        if name in passed or _is_allowed(name, value) or _is_of_a_sandbox(name, value, shell)
    }


def kept_back(shell: Mapping[str, str], given: Mapping[str, str]) -> list[str]:
    """The names that a preview may miss."""
    return sorted(name for name in shell if name not in given and NAMED.fullmatch(name))


def _is_allowed(name: str, value: str) -> bool:
    return bool(ALLOWED.fullmatch(name)) and not LOGIN.search(value)


def _is_of_a_sandbox(name: str, value: str, shell: Mapping[str, str]) -> bool:
    """Whether it is the passphrase of the sandbox that the shell is in, which guards nothing else."""
    sandbox = shell.get("PATLESS_SANDBOX")
    return bool(sandbox) and name == "PULUMI_CONFIG_PASSPHRASE_FILE" and value.startswith(f"{sandbox}/")
