"""Rows as COPY reads them: one line each, columns between tabs."""

from dataclasses import dataclass, field
from random import Random
from struct import pack

BELONGING = "grid_id, community_id, street_id, district_id, city_id"
KNOWN = "id, source, confirmed_at"
NULL, SOURCE = "\\N", "SYNTHETIC"
# In the order in which rows refer to each other. Every line begins with its columns here.
COLUMNS = {
    "registry_building": f"{KNOWN}, place, {BELONGING}, name, address, std_address_code, kind, floors, version",
    "registry_buildingunit": "id, building_id, name",
    "registry_room": (
        f"{KNOWN}, place, {BELONGING}, building_id, unit_id, floor, number, address, std_address_code, plate_code, use,"
        " area_m2, rented, rent_use, hazard, version"
    ),
    "registry_household": f"{KNOWN}, {BELONGING}, number, room_id, head_id",
    "registry_person": (
        f"{KNOWN}, place, {BELONGING}, name, initials, sex, born_on, doc_kind, doc_sealed, doc_hash, doc_last4,"
        " phone_sealed, phone_hash, phone_last4, education, marriage, political, work_place, household_area,"
        " household_address, room_id, household_id, kinship, version"
    ),
    "registry_personrole": (
        f"{KNOWN}, {BELONGING}, from_on, to_on, person_id, kind, inflow, permit, lodging, grade, due_on, note"
    ),
    "registry_tenure": f"id, {BELONGING}, from_on, to_on, person_id, room_id, kind",
    "registry_organisation": (
        f"{KNOWN}, place, {BELONGING}, name, initials, uscc, kind, address, phone_sealed, phone_hash, phone_last4,"
        " staff, hazard, attention, version"
    ),
    "registry_organisationperson": (
        f"id, {BELONGING}, organisation_id, person_id, name, role, phone_sealed, phone_hash, phone_last4"
    ),
    "registry_part": f"{KNOWN}, place, {BELONGING}, code, kind, name, owner_id, maintainer_id, state, version",
    "registry_serviceplace": f"{KNOWN}, place, {BELONGING}, kind, name, address, phone, hours, version",
}
TABLES = tuple(COLUMNS)
_POINT_4490 = "0101000020" + pack("<I", 4490).hex()


@dataclass
class Block:
    """What was made of one community."""

    lines: dict[str, list[str]] = field(default_factory=lambda: {table: [] for table in TABLES})

    def packed(self) -> dict[str, bytes]:
        return {table: ("\n".join(lines) + "\n").encode() for table, lines in self.lines.items() if lines}

    def counts(self) -> dict[str, int]:
        return {table: len(lines) for table, lines in self.lines.items()}


def new_id(chance: Random) -> str:
    """A UUID of version 4, the same for the same chance."""
    told = f"{chance.getrandbits(128):032x}"
    return f"{told[:12]}4{told[13:16]}a{told[17:]}"


def point(lon: float, lat: float) -> str:
    return _POINT_4490 + pack("<dd", lon, lat).hex()


def secret(sealed: bytes, hashed: bytes, last4: str) -> str:
    """The three columns of one secret."""
    return f"\\\\x{sealed.hex()}\t\\\\x{hashed.hex()}\t{last4}"


NO_SECRET = f"{NULL}\t{NULL}\t"
