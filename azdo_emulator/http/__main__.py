"""The process of a running server: it says on stdout that it is ready, or what keeps it from that."""

import json
import os
import sys
from pathlib import Path

from azdo_emulator.errors import EmulatorError
from azdo_emulator.http.process import holding, record
from azdo_emulator.http.server import Server
from azdo_emulator.http.serving import serve


def main(folder: Path, http: int, https: int, discovery: str) -> None:
    """Answer until a signal comes."""

    def opened(server: Server) -> None:
        record(folder, server)
        _say({"pid": os.getpid()})

    try:
        with holding(folder):
            serve(folder, (http, https), "empty" if discovery == "empty" else "full", opened=opened)
    except EmulatorError as error:
        _say({"what": error.what, "expected": error.expected, "todo": error.todo})
        sys.exit(2)


def _say(words: dict[str, object]) -> None:
    # Once, since whoever started the process reads one line and goes.
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
