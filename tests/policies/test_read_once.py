"""Reading properties once changes what the pack costs, and nothing that it says."""

import json
import subprocess
import sys

import pytest

from patless.project import ROOT

# In a process of its own, because what it changes is the SDK's.
PROGRAM = """\
import json, sys
from google.protobuf import json_format, struct_pb2
from guardrails import RULES
from guardrails.engine.enforcement import in_force
from guardrails.engine.pack import policies
from pulumi.runtime.proto import analyzer_pb2 as proto
from pulumi_policy import EnforcementLevel, policy

reads = 0
whole = json_format.MessageToDict


def counted(message, **more):
    global reads
    reads += 1
    return whole(message, **more)


json_format.MessageToDict = counted
if sys.argv[1] == "once":
    from guardrails.engine.read_once import read_once
    read_once()
servicer = policy._PolicyAnalyzerServicer(
    "patless", "0.1.0", policies(RULES, in_force({}, RULES)), EnforcementLevel.MANDATORY
)
servicer._configure_runtime_settings = lambda: None
resources = []
for number, rule in enumerate(RULES):
    for name, found in rule.bad[0].resources.items():
        properties = struct_pb2.Struct()
        properties.update(json.loads(json.dumps(found.get("properties", {}))))
        urn = f"urn:pulumi:test::test::{found['type']}::{number}-{name}"
        resources.append((found["type"], urn, f"{number}-{name}", properties))
answers = [
    servicer.Analyze(proto.AnalyzeRequest(type=t, urn=u, name=n, properties=p), None)
    for t, u, n, p in resources
]
answers.append(servicer.AnalyzeStack(proto.AnalyzeStackRequest(resources=[
    proto.AnalyzerResource(type=t, urn=u, name=n, properties=p) for t, u, n, p in resources
]), None))
print(json.dumps([len(resources), reads, [whole(answer) for answer in answers]]))
"""


@pytest.fixture(scope="module")
def said():
    def run(how):
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, how],
            cwd=ROOT / "policies",
            capture_output=True,
            text=True,
            check=True,
        )
        return json.loads(done.stdout)

    return {how: run(how) for how in ("always", "once")}


def test_the_pack_says_the_same(said):
    assert said["once"][2] == said["always"][2]
    assert any(answer.get("diagnostics") for answer in said["once"][2])


def test_the_properties_of_a_resource_are_read_once(said):
    resources, reads, _ = said["once"]

    assert reads <= resources
    assert said["always"][1] > 20 * resources
