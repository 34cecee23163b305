"""The guide to the sandbox: its script runs as it stands there."""

import re
import subprocess
import sys

import pytest

from azdo_emulator.http.environment import variables
from patless.project import ROOT

GUIDE = ROOT / "docs/guides/sandbox.md"


def test_the_script_of_the_guide_runs_after_what_env_exports(server, tmp_path):
    for client in ("azure.devops", "azure.identity", "azure.mgmt.msi"):
        pytest.importorskip(client, reason="`make .venv/clients` installs it")
    [script] = [
        one for one in re.findall(r"```python\n(.*?)```", GUIDE.read_text(), re.S) if "import os" in one
    ]
    exported = variables(server.cloud.path.parent, server) | {"AZURE_DEVOPS_CACHE_DIR": str(tmp_path)}

    done = subprocess.run([sys.executable, "-c", script], env=exported, capture_output=True, text=True)

    assert done.stdout.splitlines() == ["[]", "['Payments', 'Platform', 'Support']"], done.stderr
