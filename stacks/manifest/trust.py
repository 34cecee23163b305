"""Who outside Azure may sign in as a workload."""

from typing import Annotated, ClassVar

from pydantic import Field

from stacks.manifest.choice import Choice
from stacks.manifest.credential import Credential
from stacks.manifest.github import GitHub
from stacks.manifest.issuer import GITHUB
from stacks.manifest.kubernetes import Kubernetes
from stacks.manifest.oidc import Oidc
from stacks.manifest.text import text

# It is the name of a federated credential too, which has three characters at least.
TrustName = Annotated[
    str,
    text(
        "^[a-z][a-z0-9-]+[a-z0-9]$",
        longest=40,
        expected="a name of your own: 3 to 40 lower-case letters, digits and hyphens, a letter first",
        example="production",
    ),
]


class Trust(Choice):
    """One place that the workload signs in from, without a secret."""

    one_of: ClassVar[tuple[str, ...]] = ("github", "kubernetes", "oidc")

    github: GitHub | None = Field(default=None, description="GitHub Actions.")
    kubernetes: Kubernetes | None = Field(default=None, description="A Kubernetes cluster.")
    oidc: Oidc | None = Field(default=None, description="Any other issuer of OpenID Connect tokens.")

    def credentials(self, name: str) -> tuple[Credential, ...]:
        """The federated credentials that the trust comes to, under its name in the file."""
        if self.github is not None:
            # No name in a file holds an underscore: the second name can be nobody else's.
            names = {"new": name, "old": f"{name}_old"}
            return tuple(
                Credential(names[form], GITHUB, subject) for form, subject in self.github.subjects.items()
            )
        other = self.kubernetes or self.oidc
        assert other is not None
        return (Credential(name, other.issuer, other.subject),)
