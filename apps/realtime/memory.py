import gc


def settle() -> None:
    """What is loaded by now stays: the collector need not walk it again. Half the cost of a storm of connects."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
