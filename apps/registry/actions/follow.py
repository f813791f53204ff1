"""What hangs on a person or a building belongs where that belongs."""

from django.db import connection

from apps.registry.models import Building, Consent, DataRequest, Merge, Person, PersonRole, Visit
from apps.registry.models.base import BELONGING

HANGING = ((PersonRole, "person"), (Visit, "person"), (Consent, "person"), (DataRequest, "person"), (Merge, "kept"))
SET = ", ".join(f"{column} = parent.{column}" for column in BELONGING)
ROOMS = f"""
UPDATE registry_room child SET place = parent.place, {SET}
  FROM registry_building parent WHERE parent.id = child.building_id AND parent.id = %s
"""  # noqa: S608 -- names of columns
# Table and the column that names the room.
IN_ROOMS = (("registry_person", "room_id"), ("registry_household", "room_id"), ("registry_tenure", "room_id"),
            ("registry_visit", "room_id"))  # fmt: skip


def follow_person(person: Person) -> None:
    """Under sight of everything: the rows go where the person is about to be."""
    for model, name in HANGING:
        model._default_manager.filter(**{name: person}).update(**person.belonging)


def follow_building(building: Building) -> None:
    """Rooms lie where their building lies, and people where their room does. Under sight of everything."""
    with connection.cursor() as cursor:
        cursor.execute(ROOMS, [building.pk])
        for table, column in IN_ROOMS:
            place = "place = parent.place, " if table == "registry_person" else ""
            cursor.execute(
                f"UPDATE {table} child SET {place}{SET} FROM registry_room parent"  # noqa: S608 -- names of ours
                f" WHERE parent.id = child.{column} AND parent.building_id = %s",
                [building.pk],
            )
        for model, name in HANGING:
            cursor.execute(
                f"UPDATE {model._meta.db_table} child SET {SET} FROM registry_person parent"  # noqa: S608 -- as above
                f" JOIN registry_room room ON room.id = parent.room_id"
                f" WHERE parent.id = child.{name}_id AND room.building_id = %s",
                [building.pk],
            )
