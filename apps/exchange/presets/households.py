"""户号: people of one number in one room are one household, and the one whose kinship is 户主 is its head."""

from django.db.models import Case, F, Value, When

from apps.exchange.fields import Field, text_of
from apps.exchange.presets.base import Faults, Values
from apps.exchange.presets.leaving import Cell
from apps.exchange.staging import Column, Tie, subject
from apps.registry.actions.households import HEAD
from apps.registry.models.base import BELONGING

FIELD = Field(
    "household",
    "户号",
    text_of(20),
    ("户编号", "家庭户号", "户籍编号", "户主编号"),
    as_text=True,
    hint="同一房屋中户号相同的人为一户，与户主关系填“户主”的是户主",
)
ROWS = subject("person")
# Whoever is in a household of this number stays in it, in whichever room it is kept.
OTHERWISE = (
    "staged.household IS NOT NULL AND known.room_id IS NOT NULL AND"
    " (SELECT own.number FROM registry_household own WHERE own.id = known.household_id)"
    " IS DISTINCT FROM staged.household"
)
OF_ROOM = (
    "(SELECT home.id FROM registry_household home WHERE home.room_id = known.room_id"
    " AND home.number = staged.household ORDER BY home.id LIMIT 1)"
)
WHERE = ", ".join(BELONGING)
FOUND = f"""
INSERT INTO registry_household (id, number, room_id, source, confirmed_at, {WHERE})
SELECT DISTINCT ON (known.room_id, staged.household) gen_random_uuid(), staged.household, known.room_id,
       %(source)s, %(at)s, {", ".join(f"known.{name}" for name in BELONGING)}
  FROM {ROWS} WHERE {OTHERWISE} AND {OF_ROOM} IS NULL
"""
JOIN = f"""
UPDATE registry_person person SET household_id = told.household_id
  FROM (SELECT known.id, {OF_ROOM} AS household_id FROM {ROWS} WHERE {OTHERWISE}) told
 WHERE person.id = told.id RETURNING person.id
"""
# Who moves leaves the household and the kinship to its head behind; what the sheet says is true of the new one.
KINSHIP = f"""
UPDATE registry_person person SET kinship = staged.kinship
  FROM {ROWS} WHERE person.id = known.id AND staged.kinship <> known.kinship RETURNING person.id
"""
NO_HEAD_ANY_MORE = f"""
UPDATE registry_household home SET head_id = NULL
  FROM {ROWS} JOIN LATERAL (SELECT id FROM registry_household led WHERE led.head_id = known.id OFFSET 0) led ON true
 WHERE home.id = led.id AND (known.household_id IS DISTINCT FROM led.id OR staged.kinship <> '{HEAD}')
RETURNING known.id
"""
IS_HEAD = f"staged.household IS NOT NULL AND staged.kinship = '{HEAD}'"
HEADS_BEFORE = f"""
UPDATE registry_person other SET kinship = ''
  FROM {ROWS} JOIN LATERAL (SELECT id FROM registry_person before WHERE before.household_id = known.household_id
                             AND before.id <> known.id AND before.kinship = '{HEAD}' OFFSET 0) before ON true
 WHERE other.id = before.id AND {IS_HEAD}
"""
HEADS = f"""
UPDATE registry_household home SET head_id = known.id
  FROM {ROWS} WHERE home.id = known.household_id AND home.head_id IS DISTINCT FROM known.id AND {IS_HEAD}
RETURNING known.id
"""
TIE = Tie(
    (Column("household"),),
    (FOUND, JOIN, KINSHIP, NO_HEAD_ANY_MORE, HEADS_BEFORE, HEADS),
    when=("household", "kinship"),
)
NUMBER = {"household_number": Case(When(room=None, then=Value("")), default=F("household__number"))}
CELL = Cell("household_number")


def settle(values: Values) -> Faults:
    if "household" in values and not ("plate" in values or "address" in values):
        return {"household": "填写户号时，请同时填写房屋编号或现住地址"}
    return {}


def single(values: Values) -> dict[str, str]:
    """What only one row of a sheet may say, and what is told of another that does."""
    if values.get("kinship") != HEAD or "household" not in values:
        return {}
    where = values.get("plate") or values.get("address")
    return {f"户主 {where} {values['household']}": "与第 {row} 行是同一户的户主；一户只能有一位户主，请核对"}
