"""The life of a plug-in's process: from its port on stdout to the end of its engine."""

import os
import signal
import stat
import threading
from concurrent.futures import ThreadPoolExecutor

import grpc

from azdo_emulator.providers.declaring import Provider
from azdo_emulator.providers.servicing import Servicer
from azdo_emulator.providers.stubs import provider_pb2_grpc

HEARTBEAT = 0.5
GRACE = 2.0
"""Seconds for calls that are under way when the end comes; each takes milliseconds."""


def serve(provider: Provider) -> None:
    """Serve until the engine has gone, or until a signal asks for the end."""
    end = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: end.set())
    servicer = Servicer(provider)
    server = grpc.server(
        ThreadPoolExecutor(max_workers=8),
        options=[("grpc.max_receive_message_length", -1), ("grpc.max_send_message_length", -1)],
    )
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(servicer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    threading.Thread(target=_watch_stdin, args=[end], daemon=True).start()
    parent = os.getppid()
    try:
        # The engine reads one line, the port, and connects.
        os.write(1, f"{port}\n".encode())
        while os.getppid() == parent and not end.wait(HEARTBEAT):
            pass
    except BrokenPipeError:
        pass  # The engine went before it read the port.
    finally:
        server.stop(GRACE).wait()
        servicer.close()


def _watch_stdin(end: threading.Event) -> None:
    # The engine holds the other end of this pipe; it closes when the engine ends, however it does.
    if stat.S_ISFIFO(os.fstat(0).st_mode):
        while os.read(0, 4096):
            pass
        end.set()
