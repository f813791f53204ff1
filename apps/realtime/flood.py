BURST = 100
PER_SECOND = 10.0


class Bucket:
    """A hundred messages at once (a phone empties its outbox), ten a second after that."""

    __slots__ = ("_at", "_left")

    def __init__(self, now: float) -> None:
        self._at = now
        self._left = float(BURST)

    def takes(self, now: float) -> bool:
        self._left = min(float(BURST), self._left + (now - self._at) * PER_SECOND)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True
