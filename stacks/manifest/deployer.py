"""Who deploys a stack."""

from pydantic import Field

from stacks.manifest.guid import Guid
from stacks.manifest.line import Line
from stacks.manifest.part import Part


class Deployer(Part):
    """A person or an identity that may deploy the stack."""

    name: Line = Field(description="What people call it, for those who read the file.")
    principal_id: Guid = Field(
        description="The object id of the person, or of the identity's service principal."
    )
