"""Trust in any other issuer of OpenID Connect tokens."""

from typing import Annotated

from pydantic import Field

from stacks.manifest.issuer import Issuer
from stacks.manifest.part import Part
from stacks.manifest.placeholder import Whole
from stacks.manifest.text import text, without


class Oidc(Part):
    """Tokens of one issuer for one subject, both written out."""

    issuer: Issuer = Field(description="The issuer: the claim `iss` of its tokens.")
    subject: Annotated[
        str,
        text(
            without(""),
            longest=600,
            expected="the subject, exactly as the tokens spell it; patterns do not work",
            example="project_path:contoso/mailroom:ref_type:branch:ref:main",
        ),
        Whole,
    ] = Field(description="The subject: the claim `sub` of the tokens, whole and without patterns.")
