"""Sealed columns go over to the newest key and the cipher of the setting, table by table, in batches; whatever is
stopped goes on where it was.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

from apps.core.sealing import newest_mark, seal, unseal
from apps.registry.sight import sight_of_everything

ENDING = "_sealed"


@dataclass(frozen=True)
class Sealed:
    """One sealed column of the project."""

    table: str
    key: str
    column: str

    def __str__(self) -> str:
        return f"{self.table}.{self.column}"


def columns() -> Iterator[Sealed]:
    """Every binary column whose name says that it is sealed, or whose model does (`SEALED`), in whatever app."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, models.BinaryField) and _is_sealed(model, field.name):
                yield Sealed(model._meta.db_table, str(model._meta.pk and model._meta.pk.column), str(field.column))


def _is_sealed(model: type[models.Model], name: str) -> bool:
    return name.endswith(ENDING) or name in getattr(model, "SEALED", ())


def left(sealed: Sealed) -> int:
    with sight_of_everything(), connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM {sealed.table} WHERE get_byte({sealed.column}, 0) <> %s",  # noqa: S608 -- ours
            [newest_mark()],
        )
        (count,) = cursor.fetchone() or (0,)
    return int(count)


# Rows somebody is changing just now are sealed with the newest key by that change, or met again at the next run.
UPDATE = "UPDATE {table} SET {column} = %s WHERE {key} = %s"
BATCH = """
SELECT {key}, {column} FROM {table}
 WHERE {key} > %s AND get_byte({column}, 0) <> %s ORDER BY {key} LIMIT %s FOR UPDATE SKIP LOCKED
"""


def reseal(sealed: Sealed, *, after: Any, many: int) -> tuple[int, Any]:
    """One batch in a transaction of its own: how many, and after which row the next begins (None at the end)."""
    names = {"table": sealed.table, "key": sealed.key, "column": sealed.column}
    with transaction.atomic(), sight_of_everything(), connection.cursor() as cursor:
        cursor.execute(_batch(after).format(**names), [*([] if after is None else [after]), newest_mark(), many])
        rows = cursor.fetchall()
        cursor.executemany(
            UPDATE.format(**names),
            [(seal(unseal(bytes(old))), pk) for pk, old in rows],
        )
    return len(rows), rows[-1][0] if len(rows) == many else None


def _batch(after: Any) -> str:
    return BATCH if after is not None else BATCH.replace("{key} > %s AND ", "")
