"""Indexes and keys away while a city is loaded, and back afterwards, whatever happens in between.

What was dropped is written into a table in the same transaction, and struck out as it is made again: a load that was
killed leaves behind what it owes, and the next one pays it.
"""

from collections.abc import Callable, Sequence

from django.db import connection, transaction

from apps.registry.sight import loading

OWED = "registry_owed_index"
# Foreign keys of and to the tables, then their keys, then the indexes that belong to no key.
FOREIGN = """
SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
WHERE contype = 'f' AND (conrelid = ANY(%s::regclass[]) OR confrelid = ANY(%s::regclass[])) ORDER BY conname
"""
KEYS = """
SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
WHERE contype IN ('p', 'u') AND conrelid = ANY(%s::regclass[]) ORDER BY contype, conname
"""
INDEXES = """
SELECT quote_ident(indexname), indexdef FROM pg_indexes
WHERE schemaname = current_schema() AND tablename = ANY(%s)
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = quote_ident(indexname)::regclass)
ORDER BY tablename, indexname
"""


def drop(tables: Sequence[str]) -> int:
    """All at once or not at all; returns how many."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE IF NOT EXISTS {OWED} (place serial PRIMARY KEY, name text, statement text)")
        given = list(tables)
        cursor.execute(FOREIGN, [given, given])
        foreign = cursor.fetchall()
        cursor.execute(KEYS, [given])
        keys = cursor.fetchall()
        cursor.execute(INDEXES, [given])
        indexes = cursor.fetchall()
        for table, name, _ in (*foreign, *keys):
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {name}")
        owed = [(name, f"ALTER TABLE {table} ADD CONSTRAINT {name} {what}") for table, name, what in keys]
        owed += indexes
        owed += [(name, f"ALTER TABLE {table} ADD CONSTRAINT {name} {what}") for table, name, what in foreign]
        cursor.executemany(f"INSERT INTO {OWED} (name, statement) VALUES (%s, %s)", owed)  # noqa: S608
        return len(owed)


def owed() -> list[tuple[int, str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [OWED])
        if cursor.fetchone() == (None,):
            return []
        cursor.execute(f"SELECT place, name, statement FROM {OWED} ORDER BY place")  # noqa: S608
        return [(place, name, statement) for place, name, statement in cursor.fetchall()]


def make(tables: Sequence[str], told: Callable[[str], None]) -> None:
    """Each in a transaction of its own, so that it need not be made twice."""
    for place, name, statement in owed():
        # A foreign key is checked by a query, which would see nothing under the policy and call that fine.
        alone = loading(tables) if "FOREIGN KEY" in statement else transaction.atomic()
        with alone, connection.cursor() as cursor:
            cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
            cursor.execute("SET LOCAL max_parallel_maintenance_workers = 1")
            cursor.execute(statement)
            cursor.execute(f"DELETE FROM {OWED} WHERE place = %s", [place])  # noqa: S608
        told(name)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {OWED}")
