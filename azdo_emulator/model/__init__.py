"""The sandbox's cloud over SQLite: the services' rules, once, for the HTTP server and the emulated plug-ins.

A server opens a `Cloud`, takes a transaction with `read()` or `write()`, and calls the operations in `entra`,
`azure` and `devops`; each has the name of the service's call and says in its docstring which one that is.
What a service refuses is `Refused`. A further kind of thing: a table in schema.sql, a file of operations.
"""

from pathlib import Path

from azdo_emulator.model import store
from azdo_emulator.model.errors import Refused
from azdo_emulator.model.inventory import Inventory, fingerprint, inventory
from azdo_emulator.model.store import Cloud, Session

__all__ = ["Cloud", "Inventory", "Refused", "Session", "fingerprint", "inventory", "open_seeded"]


def open_seeded(folder: Path, size: int = 0) -> Cloud:
    """The cloud in `folder`; a new one holds the organisation contoso, with so many identities more."""
    if not (folder / store.FILE).exists():
        # Not at the top: a plug-in starts sooner without it.
        from azdo_emulator.model import crowd, seed

        def fill(session: Session) -> None:
            seed.fill(session)
            crowd.join(session, size)

        store.create(folder, fill)
    return Cloud(folder)
