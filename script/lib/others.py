"""How busy the machine is with what is not ours: a measurement beside busy neighbours says little."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Watch:
    """A process whose children and children's children are ours, beside this one."""

    pid: int

    def ticks(self) -> int:
        """Processor time of all of them so far; a child that has ended counts with its parent."""
        parents: dict[int, int] = {}
        spent: dict[int, int] = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                facts = stat.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            pid = int(stat.parent.name)
            parents[pid] = int(facts[1])
            spent[pid] = sum(map(int, facts[11:15]))
        ours = {self.pid, os.getpid()}
        while more := {pid for pid, parent in parents.items() if parent in ours} - ours:
            ours |= more
        return sum(spent.get(pid, 0) for pid in ours)


@dataclass(frozen=True)
class Load:
    busy: int
    all: int
    ours: int

    @staticmethod
    def now(watch: Watch) -> "Load":
        ticks = [int(part) for part in Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
        idle = ticks[3] + ticks[4]
        return Load(sum(ticks) - idle, sum(ticks), watch.ticks())

    def ours_since(self, before: "Load") -> float:
        """Seconds."""
        return (self.ours - before.ours) / os.sysconf("SC_CLK_TCK")

    def others_since(self, before: "Load") -> float:
        """Their share of the whole machine."""
        return max(0.0, (self.busy - before.busy - self.ours + before.ours) / max(1, self.all - before.all))
