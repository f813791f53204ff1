"""What the process that serves sockets is told once, when everything is loaded (docs/push.md has the figures)."""

import gc
import sys

from apps.core.collector import spare


def settle() -> None:
    _hush_autobahn()
    spare()
    gc.set_threshold(50_000, 20, 20)


def _hush_autobahn() -> None:
    """Under daphne every connect pretty-prints and colours its settings for a debug log nobody reads: a third of it."""
    protocol = sys.modules.get("autobahn.websocket.protocol")
    util = sys.modules.get("autobahn.util")
    if protocol is not None and util is not None:
        vars(protocol)["pformat"] = _nothing
        vars(util)["hl"] = _as_it_is


def _nothing(_: object) -> str:
    return ""


def _as_it_is(text: object, **_: object) -> str:
    return str(text)
