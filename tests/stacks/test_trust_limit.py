"""Twenty federated credentials on one identity: no run has more in its middle."""

import pytest

from stacks import trust_limit
from stacks.last_run import LastRun
from stacks.manifest import ManifestError
from stacks.renames import Renames

ISSUER = "https://issuer.example"


def trusts(start, stop):
    return "".join(
        f"  trust-{number}: {{oidc: {{issuer: '{ISSUER}', subject: s{number}}}}}\n"
        for number in range(start, stop)
    )


@pytest.fixture
def after(stack):
    """The stack whose workload trusts these subjects, after a run in which it trusted 0 to 19."""

    def write(start, stop):
        name = "workloads/platform/ticket-triage.yaml"
        stack.write(name, stack.read(name) + "signs_in_from:\n" + trusts(start, stop))
        had = {f"trust-{number}": {"issuer": ISSUER, "subject": f"s{number}"} for number in range(20)}
        last = LastRun({"workloads": {"ticket-triage": {"signs_in_from": had}}})
        return stack.load(), last, Renames(last)

    return write


def test_one_more_for_a_moment_is_one_too_many(after):
    with pytest.raises(ManifestError) as caught:
        trust_limit.refuse(*after(1, 21))

    (problem,) = caught.value.problems
    assert problem.key == "signs_in_from"
    assert "21 federated credentials until the old ones are gone: 1 of them new, 1 old" in problem.what


@pytest.mark.parametrize("subjects", [(0, 20), (3, 20)])
def test_what_stays_and_what_goes_is_within_the_limit(after, subjects):
    trust_limit.refuse(*after(*subjects))
