"""How things are named where they live, also after a rename."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from stacks.manifest import Workload
from stacks.manifest.names import Names

ORGANIZATION = "organization.yaml"
WORKLOAD = "workloads/platform/ticket-triage.yaml"
BOT = "workloads/support/mailroom-bot.yaml"
SMALLEST = "name: {name}\npurpose: Acts.\nowners: [sg-platform]\nidentity: managed\n"
SMALL = {"purpose": "Acts.", "owners": ("sg-platform",), "identity": "managed"}


def test_a_renamed_workload_keeps_the_identity_of_its_first_name(stack):
    (workload,) = stack.load().workloads
    before = workload.identity_name(stack.load().organization)
    stack.change(WORKLOAD, "name: ticket-triage", "name: sorter\nformerly: [ticket-triage, triage-bot]")

    loaded = stack.load()

    assert before == "id-ticket-triage"
    assert loaded.workloads[0].identity_name(loaded.organization) == before


def test_a_renamed_applications_display_name_follows(example):
    example.change(BOT, "name: mailroom-bot", "name: mail-desk\nformerly: [mailroom-bot]")

    organization = example.load().organization

    assert example.workload("mail-desk").identity_name(organization) == "mail-desk"


def test_an_identity_that_is_there_already_goes_by_the_workloads_name(example):
    loaded, factory = example.load(), example.workload("data-factory")

    assert factory.identity_name(loaded.organization) == "data-factory"
    assert factory.principal.principal_id == "9c1a7a64-2b1c-4c5e-8f0e-5d2a6f3b7e10"
    assert factory.principal.client_id is None


LETTERS = "abcdefghijklmnopqrstuvwxyz"
END = LETTERS + "0123456789"
ANY = END + LETTERS.upper() + "_-"
middles = st.text(END + "-", min_size=1, max_size=58)
names = st.tuples(st.sampled_from(LETTERS), middles, st.sampled_from(END)).map("".join)
prefixes = st.just("") | st.tuples(st.sampled_from(END), st.text(ANY, max_size=33)).map("".join)


@settings(max_examples=50)
@given(names, prefixes, st.text(ANY, max_size=34))
def test_every_name_that_can_be_made_is_one_that_azure_takes(workload, before, after):
    Workload.model_validate({**SMALL, "name": workload})

    made = Names(managed_identity=f"{before}{{workload}}{after}").of_managed_identity(workload)

    assert 3 <= len(made) <= 128
    assert made[0].isalnum()
    assert set(made) <= set(ANY)


def test_two_names_never_make_one_identity(stack):
    """One template for all, and each name, past or present, belongs to one workload."""
    stack.write("workloads/a.yaml", SMALLEST.format(name="bee") + "formerly: [ant, wasp]\n")
    stack.write("workloads/b.yaml", SMALLEST.format(name="cow") + "formerly: [elk]\n")
    loaded = stack.load()

    names = [workload.identity_name(loaded.organization) for workload in loaded.workloads]

    assert names == ["id-ant", "id-elk", "id-ticket-triage"]


@settings(max_examples=50)
@given(names, st.from_regex(r"([a-zA-Z0-9][\w .()-]{0,29})?", fullmatch=True, alphabet=ANY + " .()"))
def test_every_name_of_an_application_is_one_that_entra_takes(workload, before):
    made = Names(application=f"{before}{{workload}}").of_application(workload)

    assert 1 <= len(made) <= 120
    assert re.fullmatch(r"\S(.*\S)?", made)
