"""What a process that serves is told once, when everything is loaded."""

import gc


def spare() -> None:
    """What is loaded by now stays: the collector need not walk it again, in the middle of somebody's request."""
    gc.collect()
    gc.freeze()
