"""The Python language host: the engine starts it, and through it programs, policy packs and plug-ins."""

import signal
import sys


def main() -> None:
    """Serves the engine whose address is the last argument, until the engine goes or says stop."""
    # Until the server handles signals itself, an interrupt ends the process without a traceback.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from patless.engine.serving import run

    # The engine adds options for logging and tracing before its address; this host logs nothing.
    run(engine=sys.argv[-1])


if __name__ == "__main__":
    main()
