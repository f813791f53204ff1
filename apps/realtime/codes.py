from enum import IntEnum


class Close(IntEnum):
    """Why a socket was closed, as the browser sees it (docs/push.md says what a client does about each)."""

    TOO_LARGE = 1009
    BUSY = 1013
    NO_SESSION = 4401
    WITHDRAWN = 4403
    FLOOD = 4408
