"""A few pairs of `make lifecycle` in each test run: edits that once took access away, and some at random."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from patless.engine import install
from patless.project import ROOT
from tests.lifecycle.pair import bench, workers
from tests.lifecycle.pairs import at_random, of_names

ONCE_FAILED = {
    "group in another case",
    "project in another case",
    "group of an existing identity in another case",
    "name of an Entra group",
    "names of two Entra groups swapped",
    "pipeline by number",
    "pipeline in another case",
    "agent pool in another case",
    "short name of a subscription",
    "display name of a subscription",
    "resource group of the identities in another case",
    "registry in another case",
    "key of a trust",
    "two trusts swapped",
    "key of a connection",
    "key of a connection in another case",
    "rename of a workload, said",
    "rename of a workload with connections, not said",
    "another role on a connection",
    "another project of a connection",
    "another registry",
    "from Azure to a registry",
    "from a managed identity to an application",
    "pattern of identity names",
    "one pipeline twice",
    "a resource group that is not there",
}
RANDOM, SEED = 8, 20261129


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory):
    """All pairs, run beside each other."""
    engine = install(ROOT / ".patless/tests", print, pinned=True)
    chains = [[pair] for pair in of_names() if pair.name in ONCE_FAILED]
    chains += at_random(SEED, RANDOM)
    with (
        bench(tmp_path_factory.mktemp("lifecycle"), engine) as here,
        ThreadPoolExecutor(workers()) as threads,
    ):
        found = [*threads.map(lambda chain: [here.run(pair) for pair in chain], chains)]
    return [one for chain in found for one in chain]


def test_no_change_takes_away_what_the_files_still_grant(outcomes):
    assert len(outcomes) == len(ONCE_FAILED) + RANDOM
    assert [(one.pair.name, one.broken) for one in outcomes if not one.is_good] == []
