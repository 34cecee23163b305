"""How a call that fails is told: in the service's or the plug-in's words, never with a traceback."""

import functools
import sys
import traceback
from collections.abc import Callable
from typing import Any, NoReturn

import grpc

from azdo_emulator.errors import EmulatorError
from azdo_emulator.model import Refused
from azdo_emulator.providers.declaring import Mistake

Method = Callable[[Any, Any, grpc.ServicerContext], Any]


def answered(method: Method) -> Method:
    """A servicer's method whose errors reach the engine as one message each."""

    @functools.wraps(method)
    def answer(servicer: Any, request: Any, context: grpc.ServicerContext) -> Any:
        try:
            return method(servicer, request, context)
        except Refused as refused:
            message = servicer.provider.words(refused)
        except (Mistake, EmulatorError) as mistake:
            message = str(mistake)
        except Exception as fault:
            message = _place(fault)
        _abort(context, message)

    return answer


def _abort(context: grpc.ServicerContext, message: str) -> NoReturn:
    context.abort(grpc.StatusCode.UNKNOWN, message)
    raise AssertionError("a call goes on after its end")


def _place(fault: Exception) -> str:
    # The words of an unforeseen error may quote a value, and a value may be a secret.
    last = traceback.extract_tb(fault.__traceback__)[-1]
    place = f"{type(fault).__name__} in {last.name}, line {last.lineno} of {last.filename}"
    sys.stderr.write(f"{place}\n")
    return f"the sandbox's plug-in has a fault: {place}; please report it"
