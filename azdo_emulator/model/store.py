"""The file that holds the sandbox's cloud, and the transactions over it."""

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from azdo_emulator.errors import EmulatorError
from azdo_emulator.model import ids

FILE = "cloud.sqlite"
SCHEMA = Path(__file__).with_name("schema.sql")
SCHEMA_VERSION = 11
BUSY_TIMEOUT = 30.0
"""Seconds that one process waits for another one's transaction."""

THE_FILE_IS_AT_FAULT = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_NOTADB,
}


def written(moment: datetime) -> str:
    """A time as the services write it."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Session:
    """One transaction: what the services read and write, all of it or nothing."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._whatever_happens: list[tuple[str, tuple[object, ...]]] = []

    def rows(self, query: str, *values: object) -> list[sqlite3.Row]:
        """All rows that the query finds."""
        found: list[sqlite3.Row] = self._connection.execute(query, values).fetchall()
        return found

    def row(self, query: str, *values: object) -> sqlite3.Row | None:
        """The first row that the query finds."""
        found: sqlite3.Row | None = self._connection.execute(query, values).fetchone()
        return found

    def run(self, statement: str, *values: object) -> int:
        """Change rows; how many."""
        return self._connection.execute(statement, values).rowcount

    def run_whatever_happens(self, statement: str, *values: object) -> None:
        """Change rows at the end, also where the service refuses and all else is undone."""
        self._whatever_happens.append((statement, values))

    @property
    def has_an_end(self) -> bool:
        """Whether something is left to the end."""
        return bool(self._whatever_happens)

    def end(self) -> None:
        """Run what is left to the end."""
        for statement, values in self._whatever_happens:
            self.run(statement, *values)

    @contextmanager
    def part(self) -> Iterator[None]:
        """A part of the transaction; if it fails, it alone is undone."""
        self.run("SAVEPOINT part")
        try:
            yield
        except BaseException:
            self.run("ROLLBACK TO part")
            raise
        finally:
            self.run("RELEASE part")

    def add(self, table: str, **columns: object) -> None:
        """Insert one row."""
        names, marks = ", ".join(columns), ", ".join("?" * len(columns))
        # Table and columns are words of this package, never of a caller.
        self.run(f"INSERT INTO {table} ({names}) VALUES ({marks})", *columns.values())  # noqa: S608

    def add_many(self, table: str, rows: list[tuple[object, ...]]) -> None:
        """Insert rows whose values stand as the table has them, or as `table` names the columns behind it."""
        if rows:
            marks = ", ".join("?" * len(rows[0]))
            # The table is a word of this package.
            self._connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608

    def new_guid(self, kind: str) -> str:
        """A GUID that this cloud has never given out and never will again."""
        return ids.guid("given out", kind, str(self.new_number(kind)))

    def new_number(self, kind: str) -> int:
        """A number that this cloud has never given out and never will again: 1, 2, 3."""
        self.run("INSERT INTO sequences VALUES (?, 1) ON CONFLICT DO UPDATE SET last = last + 1", kind)
        [row] = self.rows("SELECT last FROM sequences WHERE kind = ?", kind)
        return int(row["last"])

    def now(self) -> str:
        """The time, as the services write it."""
        return written(datetime.now(UTC))


class Cloud:
    """The cloud of one sandbox; several processes may have it open at once.

    A writing transaction holds the file's write lock from its first line to its last, so that a rule that was
    looked up is still true when the change is written.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE
        if not self.path.is_file():
            raise EmulatorError(
                f"there is no sandbox in {folder}: it has no {FILE}",
                "the folder of a sandbox",
                "run `make up`, which makes one",
            )
        self._one_at_a_time = threading.Lock()
        with _in_order(self.path):
            self._connection = _connect(self.path)
            [version] = self._connection.execute("PRAGMA user_version").fetchone()
        if version != SCHEMA_VERSION:
            self.close()
            raise EmulatorError(
                f"the sandbox in {folder} was made by another version of Patless",
                f"version {SCHEMA_VERSION} of {FILE}, not {version}",
                "run `make reset` to start a new sandbox",
            )

    def read(self) -> AbstractContextManager[Session]:
        """A transaction that sees one moment of the cloud."""
        return self._transaction("BEGIN")

    def write(self) -> AbstractContextManager[Session]:
        """A transaction that may change the cloud."""
        return self._transaction("BEGIN IMMEDIATE")

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _transaction(self, begin: str) -> AbstractContextManager[Session]:
        return _transaction(self.path, self._connection, self._one_at_a_time, begin)


def create(folder: Path, fill: Callable[[Session], None]) -> None:
    """Make the file with what `fill` puts into it, unless it is there. Interrupted, it leaves no file."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = folder / f"{FILE}-{os.urandom(8).hex()}.part"
    try:
        with _in_order(folder / FILE):
            _fill(part, fill)
        # Unlike a rename, a link never replaces the cloud that another process has just made.
        with suppress(FileExistsError):
            (folder / FILE).hardlink_to(part)
    finally:
        part.unlink(missing_ok=True)


def _fill(path: Path, fill: Callable[[Session], None]) -> None:
    connection = _connect(path)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(SCHEMA.read_text(encoding="utf-8"))
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        with _transaction(path, connection, threading.Lock(), "BEGIN IMMEDIATE") as session:
            fill(session)
    finally:
        connection.close()


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT, isolation_level=None, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    # What a recursive query keeps for a moment would have a file of its own: 0.2 ms for each.
    connection.execute("PRAGMA temp_store = MEMORY")
    # With a write-ahead log this survives a killed process; only a power cut may lose the last change.
    connection.execute("PRAGMA synchronous = NORMAL")
    return connection


@contextmanager
def _transaction(
    path: Path, connection: sqlite3.Connection, one_at_a_time: threading.Lock, begin: str
) -> Iterator[Session]:
    with one_at_a_time, _in_order(path):
        connection.execute(begin)
        session = Session(connection)
        try:
            yield session
            connection.execute("COMMIT")
        except BaseException:
            connection.rollback()
            raise
        finally:
            _end(connection, session)


def _end(connection: sqlite3.Connection, session: Session) -> None:
    # In a transaction of its own: one that began with reading cannot turn to writing while others write.
    if session.has_an_end:
        connection.execute("BEGIN IMMEDIATE")
        session.end()
        connection.execute("COMMIT")


@contextmanager
def _in_order(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF not in THE_FILE_IS_AT_FAULT:
            raise
        raise EmulatorError(
            f"the sandbox's cloud {path} cannot be used: {error}",
            "a file that this user may write, on a disk with room, and no other process that holds it",
            "mend that and try again, or run `make reset` to start a new sandbox",
        ) from error
