"""Chance and shares without chance: the same names always draw the same lots."""

import hashlib
import math
from collections.abc import Mapping


def lot(*names: object) -> float:
    """A number in [0, 1) that depends on the names only, on every machine."""
    told = "|".join(map(str, names)).encode()
    return int.from_bytes(hashlib.sha256(told).digest()[:6]) / 2**48


def largest_remainder(total: int, weights: Mapping[str, float]) -> dict[str, int]:
    """Whole shares in proportion to the weights; everyone gets at least one. Ties go to the smaller name."""
    if total < len(weights):
        raise ValueError("fewer shares than names")
    whole = sum(weights.values())
    spare = total - len(weights)
    exact = {name: spare * weight / whole for name, weight in weights.items()}
    shares = {name: 1 + math.floor(part) for name, part in exact.items()}
    short = total - sum(shares.values())
    by_remainder = sorted(exact, key=lambda name: (math.floor(exact[name]) - exact[name], name))
    for name in by_remainder[:short]:
        shares[name] += 1
    return shares
