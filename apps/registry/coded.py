"""Fields that hold a code, and the list it is of (fixtures/codes/lists.csv)."""

PERSON = {
    "sex": "SEX",
    "doc_kind": "DOCUMENT",
    "education": "EDUCATION",
    "marriage": "MARRIAGE",
    "political": "POLITICAL",
    "kinship": "KINSHIP",
}
BUILDING = {"kind": "BUILDING_USE"}
ROOM = {"use": "BUILDING_USE", "rent_use": "RENT_USE", "hazard": "ROOM_HAZARD"}
ORGANISATION = {"kind": "ORGANISATION", "hazard": "ORG_HAZARD", "attention": "ATTENTION"}
BY_KIND = {"person": PERSON, "building": BUILDING, "room": ROOM, "organisation": ORGANISATION}
