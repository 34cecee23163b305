"""The environment of a sandbox is built from an allow-list."""

import os
import subprocess

from patless.sandbox.environment import environment, to_unset

CANARIES = {
    "AZDO_PERSONAL_ACCESS_TOKEN": "canary-pat",
    "AZDO_ORG_SERVICE_URL": "https://dev.azure.com/somebody-else",
    "ARM_CLIENT_SECRET": "canary-secret",
    "ARM_TENANT_ID": "canary-tenant",
    "AZURE_CONFIG_DIR": "canary",
    "AZURESUBSCRIPTION_CLIENT_ID": "canary",
    "SYSTEM_ACCESSTOKEN": "canary-token",
    "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "canary-token",
    "IDENTITY_ENDPOINT": "http://canary",
    "PULUMI_ACCESS_TOKEN": "canary-token",
    "PULUMI_BACKEND_URL": "https://canary",
    "PULUMI_CONFIG_PASSPHRASE": "canary",
    "PULUMI_OPTION_STACK": "canary",
    "PYTHONPATH": "/canary",
    "PYTHONDONTWRITEBYTECODE": "1",
}


def test_no_credential_of_the_shell_leaks_in(tmp_path):
    inside = environment(tmp_path, tmp_path, CANARIES)

    assert [name for name, value in inside.items() if value in CANARIES.values()] == []


def test_the_user_keeps_home_terminal_and_language(tmp_path):
    shell = {"HOME": "/home/u", "TERM": "xterm", "LC_ALL": "C.UTF-8", "NO_COLOR": "1"}

    assert shell.items() <= environment(tmp_path, tmp_path, shell).items()


def test_a_variable_that_nobody_thought_of_stays_outside(tmp_path):
    assert "SOME_NEW_TOKEN" not in environment(tmp_path, tmp_path, {"SOME_NEW_TOKEN": "x"})


def test_everything_of_a_sandbox_is_in_its_folder(tmp_path):
    inside = environment(tmp_path, tmp_path, {})

    places = ("PULUMI_HOME", "PULUMI_CONFIG_PASSPHRASE_FILE", "PULUMI_OPTION_CONFIG_FILE", "PATLESS_SANDBOX")
    assert all(inside[name].startswith(str(tmp_path)) for name in places)
    assert inside["PULUMI_BACKEND_URL"] == f"file://{tmp_path}/state"


def test_plug_ins_on_the_path_cannot_replace_the_emulated(tmp_path):
    assert environment(tmp_path, tmp_path, {})["PULUMI_IGNORE_AMBIENT_PLUGINS"] == "true"


def test_a_shell_that_becomes_a_sandbox_loses_what_would_steer_it(tmp_path):
    unset = to_unset(environment(tmp_path, tmp_path, {}), CANARIES | {"EDITOR": "vi", "HOME": "/home/u"})

    # PULUMI_BACKEND_URL is not unset but set to the sandbox's own.
    assert unset == sorted(set(CANARIES) - {"PULUMI_BACKEND_URL"})


def test_what_env_prints_works_in_a_plain_shell(tmp_path):
    lines = [f"unset {name}" for name in to_unset(environment(tmp_path, tmp_path, {}), CANARIES)]
    script = "\n".join([*lines, "env"])

    printed = subprocess.run(
        ["sh", "-c", script], env=CANARIES | {"PATH": os.environ["PATH"]}, capture_output=True, text=True
    ).stdout

    assert "canary-pat" not in printed
