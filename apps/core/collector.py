"""What a process that serves is told once, when everything is loaded."""

import gc


def spare() -> None:
    """What is loaded by now stays: the collector need not walk it again.

    Walking it cost a tenth to a quarter of a second in the middle of somebody's request (docs/performance.md).
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
