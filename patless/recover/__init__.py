"""After a run that died: what it left on the sandbox, and how the state learns of it again."""

from patless.recover.recovering import recover
from patless.recover.trouble import refuse_to_go_on, tell

__all__ = ["recover", "refuse_to_go_on", "tell"]
