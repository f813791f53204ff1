"""Row by row: what a sheet says, what is wrong with it and where it belongs."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b

from apps.exchange.fields import Field, Known
from apps.exchange.places import Astray, Places
from apps.exchange.presets.base import Good, Preset, Values
from apps.grids.reach import Reach
from apps.registry.identifiers import Wrong
from apps.registry.queries import labels
from apps.sheets.lines import SAID, Line, Odd

TWICE = "与第 {row} 行重复，请只保留一行"


@dataclass(frozen=True)
class Problem:
    row: int
    at: int | None
    column: str
    value: str
    reason: str


@dataclass
class Judged:
    good: list[Good] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def bad_rows(self) -> int:
        return len({problem.row for problem in self.problems})


class Judge:
    """For one run: knows its columns and which rows it has seen."""

    def __init__(self, preset: Preset, mapping: Mapping[str, int], titles: Sequence[str], *, on: date) -> None:
        self.preset = preset
        self.columns = [(each, mapping[each.name]) for each in preset.fields if each.name in mapping]
        self.mapping = mapping
        self.titles = titles
        self.known = Known(labels(*preset.code_lists), on)
        self.places: Places | None = None
        self._reach: Reach | None = None
        # Eight bytes a row instead of a document's number.
        self.seen: dict[bytes, int] = {}

    def judge(self, lines: Sequence[Line], *, reach: Reach) -> Judged:
        """Under sight of that reach."""
        if self.places is None or self._reach != reach:
            self.places, self._reach = Places(reach, on=self.known.today), reach
        faults: dict[int, list[Problem]] = defaultdict(list)
        told = [(line, self._values(line, faults[line.number])) for line in lines]
        sound = [(line, values) for line, values in told if not faults[line.number]]
        rows = [values for _, values in sound]
        spots, conflicts = self.places.of(rows), self.preset.conflicts(rows)
        judged = Judged()
        for place, (line, values) in enumerate(sound):
            spot = conflicts.get(place, spots[place])
            if isinstance(spot, Astray):
                faults[line.number].append(self._problem(line, spot.field, spot.reason))
            else:
                judged.good.append(Good(line.number, values, spot))
        judged.problems = [problem for line in lines for problem in faults[line.number]]
        return judged

    def pass_over(self, lines: Sequence[Line]) -> None:
        """What was applied before a stop is only remembered, so that a later row cannot repeat it."""
        for line in lines:
            self._values(line, [])

    def _values(self, line: Line, problems: list[Problem]) -> Values:
        values: Values = {}
        for each, at in self.columns:
            reason = self._read(line, each, at, values)
            if reason:
                problems.append(self._problem(line, each.name, reason))
        if not problems:
            faults = self.preset.settle(values, self.known)
            problems += [self._problem(line, name, reason) for name, reason in faults.items()]
        if not problems:
            problems += self._repeated(line, values)
        return values

    def _read(self, line: Line, each: Field, at: int, values: Values) -> str:
        odd = line.odd.get(at)
        if odd:
            return each.damaged if odd == Odd.DAMAGED and each.damaged else SAID[odd]
        text = line.at(at)
        if not text:
            return "不能为空" if each.required else ""
        try:
            values[each.name] = each.read(text, self.known)
        except Wrong as wrong:
            return str(wrong)
        return ""

    def _repeated(self, line: Line, values: Values) -> list[Problem]:
        """The first of them is told; whatever else the row says is remembered all the same."""
        twice = dict.fromkeys(self.preset.identity(values), TWICE) | self.preset.single(values)
        seen = [(self._first(key, line.number), said) for key, said in twice.items()]
        others = [said.format(row=first) for first, said in seen if first != line.number]
        return [Problem(line.number, None, "", "", said) for said in others[:1]]

    def _first(self, key: str, row: int) -> int:
        return self.seen.setdefault(blake2b(key.encode(), digest_size=8).digest(), row)

    def _problem(self, line: Line, name: str, reason: str) -> Problem:
        each, at = self.preset.field(name), self.mapping.get(name)
        if at is None:
            return Problem(line.number, None, each.title, "", f"{each.title}：{reason}")
        text = line.at(at)
        return Problem(line.number, at, self.titles[at][:60], each.mask(text)[:60] if text else "", reason)
