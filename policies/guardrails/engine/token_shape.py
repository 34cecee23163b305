"""What tokens look like, where their makers give them a shape by which leaks are found."""

import re

_SHAPES = re.compile(
    # Azure DevOps, today and before.
    r"[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}|[a-z2-7]{52}"
    # GitHub, GitLab.
    r"|gh[opsur]_\w{36,}|github_pat_\w{22,}|glpat-[\w.-]{20,}"
    # A client secret of Entra.
    r"|[\w.~-]{3}\dQ~[\w.~-]{31,34}",
    re.ASCII,
)


def has_shape_of_token(text: str) -> bool:
    """Whether a text is a token, by all that can be told from its shape."""
    return _SHAPES.fullmatch(text.strip()) is not None
