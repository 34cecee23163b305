"""Preview and update each say what the licences cost, the stack's and the change's."""

DEARER = ("access_level: basic-and-test-plans", "access_level: stakeholder")


def told(done):
    """The line about access levels."""
    (line,) = [line.strip() for line in done.text.splitlines() if line.strip().startswith("Access levels: ")]
    return line


def test_the_first_run_says_what_the_stack_costs_and_that_it_is_all_new(new_world):
    for done in (new_world.pulumi("preview"), new_world.up()):
        assert told(done).startswith("Access levels: 52 USD a month: ")
        assert told(done).endswith(" This change: +52.00 USD a month.")


def test_an_update_says_what_it_adds_to_the_price_and_takes_from_it(world, example):
    world.use_manifest(example)
    members = example / "members.yaml"
    before = members.read_text()
    assert before.count(DEARER[0]) == 1
    members.write_text(before.replace(*DEARER))

    cheaper = world.up()
    same = world.up()
    members.write_text(before)
    dearer = world.up()

    assert told(cheaper).endswith(" This change: -52.00 USD a month.")
    assert told(same).endswith(" This change: +0.00 USD a month.")
    assert told(dearer).endswith(" This change: +52.00 USD a month.")
