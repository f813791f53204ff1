"""First six digits of identity numbers. They name where and when a number was first issued, so any code that was ever
valid stays valid (GB/T 2260 and its changes). 宜昌 is listed in full; elsewhere the province decides."""

PROVINCES = frozenset(
    (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83)
)
# Name, first and last year in force; the last is None for a code in force.
YICHANG: dict[str, tuple[str, int, int | None]] = {
    "420500": ("宜昌市", 1980, None),
    "420501": ("宜昌市市辖区", 1983, None),
    "420502": ("西陵区", 1986, None),
    "420503": ("伍家岗区", 1986, None),
    "420504": ("点军区", 1986, None),
    "420505": ("猇亭区", 1995, None),
    "420506": ("夷陵区", 2001, None),
    "420521": ("宜昌县", 1992, 2001),
    "420523": ("枝江县", 1992, 1996),
    "420525": ("远安县", 1992, None),
    "420526": ("兴山县", 1992, None),
    "420527": ("秭归县", 1992, None),
    "420528": ("长阳土家族自治县", 1992, None),
    "420529": ("五峰土家族自治县", 1992, None),
    "420581": ("枝城市，1998 年起为宜都市", 1996, None),
    "420582": ("当阳市", 1996, None),
    "420583": ("枝城市，1996 年起为枝江市", 1992, None),
    "422700": ("宜昌地区", 1980, 1992),
    "422701": ("宜昌县", 1980, 1992),
    "422702": ("枝江县", 1980, 1992),
    "422703": ("宜都县", 1980, 1987),
    "422704": ("当阳县", 1980, 1988),
    "422705": ("远安县", 1980, 1992),
    "422706": ("兴山县", 1980, 1992),
    "422707": ("秭归县", 1980, 1992),
    "422708": ("长阳县", 1980, 1992),
    "422709": ("五峰县", 1980, 1992),
    "422721": ("宜昌县", 1980, 1992),
    "422722": ("宜都县", 1980, 1987),
    "422723": ("枝江县", 1980, 1992),
    "422724": ("当阳县", 1980, 1988),
    "422725": ("远安县", 1980, 1992),
    "422726": ("兴山县", 1980, 1992),
    "422727": ("秭归县", 1980, 1992),
    "422728": ("长阳土家族自治县", 1980, 1992),
    "422729": ("五峰土家族自治县", 1980, 1992),
    "429007": ("枝城市（省直辖）", 1988, 1992),
    "429008": ("当阳市（省直辖）", 1988, 1992),
}
# Of several names the last.
NAMES = {area: name.rpartition("年起为")[2] for area, (name, _, _) in YICHANG.items()}
# Never given to a place: what demonstrations and tests use (domain.md §4.4).
DEMO = "420599"


def was_ever(area: str) -> bool:
    if area[:4] in ("4205", "4227"):
        return area in YICHANG
    return int(area[:2]) in PROVINCES and area[2:4] != "00"
