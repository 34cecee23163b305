"""What a component was told to wait for: the engine does not pass `depends_on` on to the children."""

from collections.abc import Sequence

from pulumi import Resource, ResourceOptions


def also(opts: ResourceOptions | None, waits: Sequence[Resource] = ()) -> ResourceOptions:
    """Options of a child that waits for the component's own `depends_on`, and for `waits`."""
    return ResourceOptions.merge(
        ResourceOptions(depends_on=list(waits)),
        ResourceOptions(depends_on=opts.depends_on if opts else None),
    )
