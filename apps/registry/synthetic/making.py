"""One community, made from nothing but what it was given: the same again for the same seed, in whatever process."""

from collections.abc import Sequence
from random import Random

from apps.registry.synthetic.allotment import Births, Serials
from apps.registry.synthetic.ground import Community, Days, Ground, Plot
from apps.registry.synthetic.homes import ROOM, Builder, Flat, write_room
from apps.registry.synthetic.households import home_of, kind_of_home
from apps.registry.synthetic.lines import Block
from apps.registry.synthetic.organisations import Founder, Site
from apps.registry.synthetic.people import House, Known, Registrar
from apps.registry.synthetic.things import Keeper

# Of households, by kind: how many rent, and how many of those come from elsewhere; in a town and in a village.
RENTING = {"young_alone": (0.6, 0.1), "sharers": (1.0, 1.0), "one_child": (0.28, 0.02), "two_children": (0.25, 0.02)}
OTHERS_RENT = (0.14, 0.01)
FLOATING = {True: 0.72, False: 0.5}
SETTLED_FLOATING = {True: 0.06, False: 0.004}


def made(community: Community) -> dict[str, bytes]:
    block = Block()
    Maker(community, block).fill()
    return block.packed()


class Maker:
    def __init__(self, community: Community, block: Block) -> None:
        self._community, self._block = community, block
        # Not for secrets: a city made twice has to be the same.
        self._chance = chance = Random(f"{community.seed}:{community.code}")  # noqa: S311
        self._days = days = Days(community.on)
        phones = Serials(community.phones_from)
        births = Births(community.begin, community.end, community.on)
        self._builder = Builder(community, chance, days, block)
        self._registrar = Registrar(chance, days, block, births=births, phones=phones)
        serials = Serials(community.organisations_from)
        self._founder = Founder(chance, days, block, serials=serials, phones=phones)
        self._keeper = Keeper(community, chance, days, block)

    def fill(self) -> None:
        for plot in self._community.plots:
            ground = Ground(plot, self._chance)
            flats = self._builder.rooms(plot, ground, plot.rooms)
            residents = self._people(plot, flats)
            self._organisations(plot, ground, flats, residents)
            self._keeper.parts(plot, ground)
            self._keeper.places(plot, ground)

    def _people(self, plot: Plot, flats: Sequence[Flat]) -> list[Known]:
        """What is left of the flats stands empty; where there are too few, two households share one."""
        homes = [flat for flat in flats if flat.use == ROOM] or list(flats)
        self._chance.shuffle(homes)
        let: set[str] = set()
        residents: list[Known] = []
        left, taken = plot.people, 0
        while left and homes:
            flat = homes[taken % len(homes)]
            taken += 1
            house = self._house(plot, flat)
            home = home_of(self._chance, house.kind, at_most=left)
            residents += self._registrar.settle(home, house)
            left -= len(home)
            if house.rents:
                let.add(flat.id)
        for flat in flats:
            write_room(flat, plot, self._chance, self._block, let=flat.id in let or flat.use != ROOM)
        return residents

    def _house(self, plot: Plot, flat: Flat) -> House:
        chance, town = self._chance, plot.urban
        kind = kind_of_home(chance, urban=town)
        rents = chance.random() < RENTING.get(kind, OTHERS_RENT)[not town]
        floats = chance.random() < (FLOATING if rents else SETTLED_FLOATING)[town]
        return House(flat, plot, kind, rents, floats)

    def _organisations(self, plot: Plot, ground: Ground, flats: Sequence[Flat], residents: list[Known]) -> None:
        """In the shops first, then anywhere in the grid."""
        shops = [flat for flat in flats if flat.use != ROOM]
        for number in range(plot.organisations):
            at = shops[number] if number < len(shops) else None
            near = flats[int(self._chance.random() * len(flats))].address if flats else self._community.name
            site = Site(at.place, at.address) if at else Site(ground.spot(), near)
            self._founder.found(plot, site, residents)
