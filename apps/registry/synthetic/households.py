"""Who lives together: households as a city has them, every age possible for its kinship."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from apps.registry.synthetic.allotment import Weighted

HEAD, SPOUSE, SON, DAUGHTER, GRANDCHILD, PARENT, OTHER = "0", "1", "2", "3", "4", "5", "8"
SINGLE, MARRIED, WIDOWED, DIVORCED = "10", "20", "30", "40"


@dataclass(slots=True)
class Member:
    """`line` tells apart whose family name one bears; who marries in has one of his own."""

    kinship: str
    male: int
    age: int
    marriage: str
    line: int = 0


Home = list[Member]


def _child_age(chance: Random) -> int:
    """Fewer of the last years, and fewer once they leave for work."""
    age = int(chance.triangular(0, 27, 15))
    return age if age > 4 or chance.random() < 0.75 else age + 8


def _couple(chance: Random, wife: int) -> Home:
    husband = max(22, wife + int(chance.triangular(-4, 9, 2)))
    man, woman = Member(HEAD, 1, husband, MARRIED), Member(HEAD, 0, wife, MARRIED, 1)
    first, second = (man, woman) if chance.random() < 0.82 else (woman, man)
    second.kinship = SPOUSE
    return [first, second]


def _child(chance: Random, age: int, *, line: int) -> Member:
    male = int(chance.random() < 0.52)
    return Member(SON if male else DAUGHTER, male, age, SINGLE, line)


def _with_children(chance: Random, many: int) -> Home:
    age = _child_age(chance)
    parents = _couple(chance, age + int(chance.triangular(21, 39, 27)))
    # A child bears the father's name, now and then the mother's.
    line = 0 if chance.random() < 0.94 else 1
    younger = [max(0, age - int(chance.triangular(2, 9, 3)) * n) for n in range(1, many)]
    return [*parents, *(_child(chance, each, line=line) for each in (age, *younger))]


def _young_alone(chance: Random) -> Home:
    return [Member(HEAD, int(chance.random() < 0.56), int(chance.triangular(20, 48, 26)), SINGLE)]


def _elder_alone(chance: Random) -> Home:
    age = int(chance.triangular(65, 96, 72))
    return [Member(HEAD, int(chance.random() < 0.36), age, WIDOWED)]


def _two(chance: Random) -> Home:
    """Before the children, or after they have left."""
    return _couple(
        chance, int(chance.triangular(23, 36, 28) if chance.random() < 0.3 else chance.triangular(44, 62, 54))
    )


def _two_elders(chance: Random) -> Home:
    return _couple(chance, int(chance.triangular(58, 90, 65)))


def _one_child(chance: Random) -> Home:
    return _with_children(chance, 1)


def _two_children(chance: Random) -> Home:
    return _with_children(chance, 2)


def _one_parent(chance: Random) -> Home:
    age = _child_age(chance)
    male = int(chance.random() < 0.3)
    parent = Member(HEAD, male, age + int(chance.triangular(22, 38, 27)), DIVORCED)
    return [parent, _child(chance, age, line=0)]


def _three_generations(chance: Random) -> Home:
    """The parents' own parents move in with them: mostly those of the husband."""
    home = _with_children(chance, 1 if chance.random() < 0.55 else 2)
    head = home[0]
    older = max(member.age for member in home[:2])
    mother = min(97, older + int(chance.triangular(21, 31, 25)))
    father = min(99, mother + int(chance.triangular(-1, 6, 2)))
    whole = mother < 80 and chance.random() < 0.6
    state = MARRIED if whole else WIDOWED
    grandparents = [Member(PARENT, 0, mother, state, 2)]
    if whole:
        grandparents.insert(0, Member(PARENT, 1, father, state, head.line))
    return [*home, *grandparents]


def _grandchild(chance: Random) -> Home:
    """The generation between works elsewhere."""
    age = int(chance.triangular(1, 15, 8))
    elders = _couple(chance, age + int(chance.triangular(45, 62, 52)))
    line = elders[0].line if elders[0].male else elders[1].line
    children = [Member(GRANDCHILD, int(chance.random() < 0.52), age, SINGLE, line)]
    if chance.random() < 0.3:
        children.append(Member(GRANDCHILD, int(chance.random() < 0.52), max(0, age - 3), SINGLE, line))
    return [*elders, *children]


def _sharers(chance: Random) -> Home:
    """Who share the rent, and nothing else."""
    many = 2 + (chance.random() < 0.4)
    ages = [int(chance.triangular(19, 38, 24)) for _ in range(many)]
    return [
        Member(HEAD if place == 0 else OTHER, int(chance.random() < 0.6), age, SINGLE, place)
        for place, age in enumerate(ages)
    ]


KINDS: dict[str, Callable[[Random], Home]] = {
    "young_alone": _young_alone,
    "elder_alone": _elder_alone,
    "two": _two,
    "two_elders": _two_elders,
    "one_child": _one_child,
    "two_children": _two_children,
    "one_parent": _one_parent,
    "three_generations": _three_generations,
    "grandchild": _grandchild,
    "sharers": _sharers,
}
URBAN = Weighted(
    young_alone=12, elder_alone=7, two=15, two_elders=14, one_child=27, two_children=9, one_parent=4,
    three_generations=7, sharers=5,
)  # fmt: skip
RURAL = Weighted(
    young_alone=3, elder_alone=9, two=13, two_elders=17, one_child=18, two_children=15, one_parent=2,
    three_generations=17, grandchild=6,
)  # fmt: skip


def kind_of_home(chance: Random, *, urban: bool) -> str:
    return (URBAN if urban else RURAL).pick(chance.random())


def home_of(chance: Random, kind: str, *, at_most: int) -> Home:
    """The first two of any home can live without the rest."""
    return KINDS[kind](chance)[:at_most]
