"""A stack of many workloads: more resources at once than the SDK has threads."""

WORKLOAD = """\
name: worker-{number}
purpose: One of many.
owners: [sg-platform]
identity: {identity}
azure_devops: {{access_level: stakeholder}}
"""


def test_more_workloads_than_the_sdk_has_threads_come_up_and_change_nothing_the_second_time(
    new_world, example
):
    for number in range(45):
        identity = "application" if number % 3 == 0 else "managed"
        text = WORKLOAD.format(number=number, identity=identity)
        (example / f"workloads/platform/worker-{number}.yaml").write_text(text)
    new_world.use_manifest(example)

    first = new_world.pulumi("up", "--yes")
    second = new_world.up()

    assert first.code == 0, first.text
    assert second.run.changed == 0
