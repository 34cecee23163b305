"""Whether a resource lets every pipeline of a project use something."""

from guardrails.data.tokens import PIPELINE_AUTHORIZATION, RESOURCE_AUTHORIZATION, spellings
from guardrails.engine.props import Absent, Known
from guardrails.engine.reading import may_be, text
from guardrails.engine.resource import Resource

AUTHORIZATIONS = spellings([PIPELINE_AUTHORIZATION, RESOURCE_AUTHORIZATION])
_ALL_AT_ONCE = spellings([RESOURCE_AUTHORIZATION])


def opens(resource: Resource, what: str) -> bool:
    """Whether the authorization lets all pipelines use a resource of some type, or might."""
    props = resource.props
    if not AUTHORIZATIONS.fullmatch(resource.type):
        return False
    old = _ALL_AT_ONCE.fullmatch(resource.type) is not None
    type_ = props.get("type")
    about = "endpoint" if old and isinstance(type_, Absent) else text(type_)
    if about not in (what, None):
        return False
    if old and not may_be(props.get("authorized"), True, absent=True):
        return False
    pipeline = props.get("definitionId" if old else "pipelineId")
    # To the plug-in, 0 is a number that was left out.
    return isinstance(pipeline, Absent) or (isinstance(pipeline, Known) and pipeline.value in (0, "0", ""))
