"""How a child waits for what its component was told to wait for: the engine does not pass `depends_on` on."""

from collections.abc import Sequence

from pulumi import ComponentResource, Resource, ResourceOptions


def child(
    parent: ComponentResource, opts: ResourceOptions | None, also: Sequence[Resource] = ()
) -> ResourceOptions:
    """Options of a child that waits for the component's own `depends_on`, and for `also`."""
    waits = ResourceOptions(parent=parent, depends_on=list(also))
    return ResourceOptions.merge(waits, ResourceOptions(depends_on=opts.depends_on if opts else None))
