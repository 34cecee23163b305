"""The rule engine stands alone."""

import subprocess
import sys

EVERYTHING_BUT_THE_PACK = """
import sys
import guardrails
from guardrails.engine import credentials, saved
print([name for name in sys.modules if name.split(".")[0] in ("pulumi", "pulumi_policy", "grpc", "google")])
"""


def test_the_rules_are_imported_without_pulumi():
    done = subprocess.run(
        [sys.executable, "-c", EVERYTHING_BUT_THE_PACK], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"
