"""A limit as the standards state it: a number and a unit."""

from dataclasses import dataclass

from apps.calendars.enums import LimitUnit


@dataclass(frozen=True, slots=True)
class Limit:
    value: int
    unit: LimitUnit

    def __post_init__(self) -> None:
        if self.value < 0:
            raise ValueError(f"a limit cannot be negative: {self.value}")

    @property
    def label(self) -> str:
        return limit_label(self.value, self.unit)


def limit_label(value: int, unit: LimitUnit | str) -> str:
    return f"{value}个{LimitUnit(unit).label}"
