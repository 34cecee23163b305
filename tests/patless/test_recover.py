"""A state is forgotten in part: what stays does not speak of what is gone."""

from patless.recover.notes import TAG, tag
from patless.recover.pending import forget


def entry(urn, **more):
    return {"urn": urn, "type": "t", "id": urn, **more}


def test_what_stays_does_not_speak_of_what_is_gone():
    gone = entry("connection")
    stays = entry(
        "trust",
        dependencies=["identity", "connection"],
        propertyDependencies={"subject": ["connection"], "name": ["identity"], "issuer": None},
        deletedWith="connection",
        replaceWith=["connection"],
    )
    deployment = {"resources": [entry("identity"), gone, stays]}

    forget(deployment, [gone])

    assert [one["urn"] for one in deployment["resources"]] == ["identity", "trust"]
    assert stays["dependencies"] == ["identity"]
    assert stays["propertyDependencies"] == {"subject": [], "name": ["identity"], "issuer": []}
    assert "deletedWith" not in stays
    assert stays["replaceWith"] == []


def test_of_two_that_were_to_replace_one_another_the_other_one_stays_what_the_rest_depends_on():
    old, new = entry("connection", delete=True), entry("connection")
    check = entry("check", dependencies=["connection"])
    deployment = {"resources": [old, new, check]}

    forget(deployment, [old])

    assert deployment["resources"] == [new, check]
    assert check["dependencies"] == ["connection"]


def test_recover_and_the_program_call_a_note_alike():
    from components import lost_answer

    assert lost_answer.TAG == TAG
    assert lost_answer.tag("urn:x") == tag("urn:x")
