"""Runs ended at some of the points that `make crash` tries; and things deleted by hand at their service."""

import json
import shlex
from concurrent.futures import ThreadPoolExecutor

import pytest

from azdo_emulator import model
from patless.recover.orphans import find
from patless.sandbox.folder import STACK
from tests.fault.crash import Cloud, bench
from tests.fault.place import delete
from tests.fault.points import FIRST, RUNS, Point
from tests.lifecycle.manifests import BASE
from tests.lifecycle.pair import workers

from .conftest import engine

NAMED = {run.name: run for run in RUNS}
GOES, IDENTITIES, ACCESS = "a connection goes", "identities go", "memberships, roles and trusts go"

POINTS = [
    ("the first up", "after", "azure-support-use-approval", "plug-in"),
    ("the first up", "after", "bot-identity-application", "plug-in"),
    ("destroy", "after-delete", "azure-support-endpoint", "engine"),
    ("destroy", "after-delete", "images-endpoint", "plug-in"),
    (GOES, "after-delete", "azure-support-use-branches", "plug-in"),
    (GOES, "after-delete", "azure-support-endpoint", "Ctrl-C"),
    (GOES, "after-delete", "azure-support-trust-credential", "Ctrl-C twice"),
    (IDENTITIES, "after-delete", "bot-identity-application", "engine"),
    (ACCESS, "after-delete", "-membership", "plug-in"),
    (ACCESS, "after-delete", "-assignment", "plug-in"),
]

CONNECTIONS = ["azure-support-endpoint", "images-endpoint"]
BY_HAND = [
    *CONNECTIONS,
    "azure-support-use-lock",
    "azure-support-use-for-12",
    "bot-entitlement-member",
    "-role",
]


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    """A bench."""
    with bench(tmp_path_factory.mktemp("crash"), engine()) as made:
        yield made


@pytest.fixture(scope="module")
def outcomes(here):
    """What became of all points: beside each other, because most of their time is spent waiting."""
    with ThreadPoolExecutor(workers()) as threads:
        waits = {words: threads.submit(here.mended, point(here, *words)) for words in POINTS}
        waits |= {end: threads.submit(here.by_hand, urn(here, BASE, end), BASE) for end in BY_HAND}
    return waits


def point(here, run, moment, end, victim):
    created, deleted = here.changes(NAMED[run])
    [found, *_] = [one for one in (deleted if "delete" in moment else created) if one.endswith(end)]
    return Point(NAMED[run], moment, found, victim)


def urn(here, manifest, end):
    [found, *_] = [one for one in here.resources(manifest) if one.endswith(end)]
    return found


@pytest.mark.parametrize("words", POINTS, ids=" ".join)
def test_a_run_that_was_ended_there_is_mended_and_nothing_is_there_twice(outcomes, words):
    assert outcomes[words].result() == ""


@pytest.mark.parametrize("end", BY_HAND)
def test_what_was_deleted_by_hand_is_made_again_once_and_whole(outcomes, end):
    refreshed, why = outcomes[end].result()

    assert ("unexpected nil service endpoint" in refreshed.text) == (end in CONNECTIONS)
    assert bool(refreshed.code) == (end in CONNECTIONS)
    assert why == ""


def test_the_steps_by_hand_of_the_guide_bring_back_a_connection_that_was_deleted(here):
    with here.place(BASE) as place:
        connection = urn(here, BASE, "azure-support-endpoint")
        delete(place, connection)

        done = [
            place.run("refresh", "--yes", "--skip-preview", "--exclude", connection),
            place.run("state", "delete", connection, "--yes"),
            place.deploy(BASE),
            place.deploy(BASE, "--expect-no-changes"),
        ]

        assert [one.code for one in done] == [0] * 4, [one.text[-500:] for one in done]
        assert Cloud.of(here.deployed(BASE)).differs(Cloud.of(place.folder)) == ""


def test_plain_up_makes_no_second_check_where_the_answer_to_the_first_was_lost(here):
    check = point(here, "the first up", "after", "azure-support-use-approval", "plug-in")
    with here.place(FIRST.before) as place:
        here.end_at(place, check)
        before = Cloud.of(place.folder)

        done = place.deploy(BASE)

        assert done.code != 0
        assert "azure-support-use-approval" in done.text
        assert "may be there, and nothing can look them up" in done.text
        assert "pulumi stack tag rm patless:pending-" in done.text
        assert Cloud.of(place.folder) == before


def test_once_the_guides_steps_are_done_plain_up_goes_on_and_the_notes_are_gone(here):
    check = point(here, "the first up", "after", "azure-support-use-approval", "plug-in")
    with here.place(FIRST.before) as place:
        here.end_at(place, check)
        refused = place.deploy(BASE).text
        imports = [shlex.split(line)[1:] for line in refused.splitlines() if " pulumi import '" in line]
        forgets = [shlex.split(line)[1:] for line in refused.splitlines() if " pulumi stack tag rm " in line]

        # Others may have been under way beside it. The note on one that is imported goes by itself.
        for words, forget in zip(imports, forgets, strict=True):
            if id_ := id_of(place, words):
                words[words.index("ID")] = id_
                done = place.run(*words, "--yes")
            else:
                done = place.run(*forget)
            assert done.code == 0, done.text
        done = place.deploy(BASE)

        assert done.code == 0, done.text
        assert json.loads(place.ask("stack", "tag", "ls", "--json", "--stack", STACK)) == {}
        assert Cloud.of(here.deployed(BASE)).differs(Cloud.of(place.folder)) == ""


def id_of(place, words):
    """The id of the check of an import, if the cloud has it."""
    _, type_, name, *_ = words
    resources = json.loads(place.ask("stack", "export", "--stack", STACK))["deployment"]["resources"]
    start = name.rpartition("-use-")[0]
    [on] = [one for one in resources if one["urn"].endswith(f"::{start}-endpoint")]
    project = on["inputs"]["projectId"]
    inputs = {"projectId": project, "targetResourceType": "endpoint", "targetResourceId": on["id"]}
    with model.Cloud(place.folder) as cloud, cloud.read() as session:
        found = find(session, type_, inputs)
    return f"{project}/{found[0]}" if found else None
