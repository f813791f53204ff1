"""Shares of a whole city that each community can work out alone, so that no two of them give out the same number."""

from bisect import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from itertools import accumulate

from apps.registry.areas import DEMO
from apps.registry.identifiers import CITIZEN_CHECKS, CITIZEN_WEIGHTS

# A birthday has 500 odd and 500 even orders; the last one of February is left out.
A_DAY, DAYS = 500, 365
# A prime beyond all that it scatters over: neighbours in order lie far apart in the year.
SCATTER = 104_729
PHONES_FROM, PHONES = 19_910_000_000, 90_000_000


def shares(total: int, weights: Iterable[float]) -> list[int]:
    """Whole numbers by weight that add up to the total exactly."""
    sums = list(accumulate(weights))
    ends = [int(total * so_far / sums[-1] + 1e-9) for so_far in sums] if sums else []
    return [end - begin for begin, end in zip([0, *ends], ends, strict=False)]


def _sums(text: str, place: int) -> int:
    return sum(weight * int(digit) for weight, digit in zip(CITIZEN_WEIGHTS[place:], text, strict=False))


ORDERS = [(f"{order:03}", _sums(f"{order:03}", 14)) for order in range(1000)]


@dataclass
class Births:
    """One community's part of all identity numbers: from `begin` to `end`, as fractions of each year's."""

    begin: float
    end: float
    on: date
    _given: dict[tuple[int, int], int] = field(default_factory=dict)

    def give(self, age: int, male: int) -> tuple[str, str]:
        """A birthday and a number nobody else has; where a year is used up, the nearest one that is not."""
        year = self.on.year - age
        for away in (0, -1, 1, -2, 2, -3, 3, -4, 4, -5, -6):
            if (found := self._given_in(year + away, male)) is not None:
                return found
        raise OverflowError(f"no identity numbers left around {year}")

    def _given_in(self, year: int, male: int) -> tuple[str, str] | None:
        many = A_DAY * (DAYS if year < self.on.year else min(DAYS, (self.on - date(year, 1, 1)).days))
        slot = self._given.get((year, male)) or int(self.begin * many)
        if many <= 0 or slot >= int(self.end * many):
            return None
        self._given[year, male] = slot + 1
        day, order = divmod((slot * SCATTER + year * 7919) % many, A_DAY)
        born_on, prefix, total = _birthday(year, day)
        text, more = ORDERS[order * 2 + male]
        return born_on, f"{prefix}{text}{CITIZEN_CHECKS[(total + more) % 11]}"


@cache
def _birthday(year: int, day: int) -> tuple[str, str, int]:
    """The date, the 14 places of a number it gives, and their sum."""
    born_on = date(2001, 1, 1) + timedelta(days=day)
    month_and_day = f"{born_on:%m%d}"
    prefix = f"{DEMO}{year}{month_and_day}"
    return f"{year}-{month_and_day[:2]}-{month_and_day[2:]}", prefix, _sums(prefix, 0)


@dataclass
class Serials:
    """Numbers in a row, from a share's beginning."""

    next: int

    def give(self) -> int:
        self.next += 1
        return self.next - 1

    def phone(self) -> str:
        return str(PHONES_FROM + self.give() * SCATTER % PHONES)


class Weighted:
    """Picks by weight with one random number: what random.choices does, without its list."""

    def __init__(self, **weights: float) -> None:
        self.names: Sequence[str] = tuple(weights)
        self.ends = list(accumulate(weights.values()))

    def pick(self, fraction: float) -> str:
        return self.names[min(bisect(self.ends, fraction * self.ends[-1]), len(self.names) - 1)]
