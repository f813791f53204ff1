"""The feed: which row of which scope changed last, kept by triggers so that no way of writing can forget it.

Statement-level triggers see all rows of a statement at once, so a batch of a thousand costs a few look-ups. A scope
nobody has asked for is not fed at all; `sync_lock` says how that stays right (docs/decisions/0060-sync-feed.md).
"""

from django.db import migrations

# What of each table is in whose scope, and whether it is still (or no longer) worth a phone's room.
LIVE = """
CREATE VIEW sync_live (kind, id, place, place_id, kept) AS
SELECT 'person', id, 'grid', grid_id,
       merged_into_id IS NULL AND (COALESCE(died_on, left_on) IS NULL OR COALESCE(died_on, left_on) > now()::date - 30)
  FROM registry_person
UNION ALL SELECT 'room', id, 'grid', grid_id, true FROM registry_room
UNION ALL SELECT 'building', id, 'grid', grid_id, true FROM registry_building
UNION ALL SELECT 'organisation', id, 'grid', grid_id, closed_on IS NULL OR closed_on > now()::date - 30
  FROM registry_organisation
UNION ALL SELECT 'event', id, 'grid', grid_id, {open} FROM events_event
UNION ALL SELECT 'event', id, 'worker', reported_by_id, {open} FROM events_event WHERE reported_by_id IS NOT NULL
UNION ALL SELECT 'visit', id, 'worker', by_id, at > now() - interval '90 days'
  FROM registry_visit WHERE by_id IS NOT NULL
""".format(
    open="state NOT IN ('CLOSED', 'REFUSED', 'NOT_FILED', 'VOID', 'MERGED') OR moved_at > now() - interval '30 days'"
)

# Is anything fed at all? While nothing is, a shared advisory lock keeps the first opening waiting for whoever writes,
# so that filling a city costs nothing more.
FEEDS = """
CREATE FUNCTION sync_feeds() RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM sync_scope WHERE opened) THEN RETURN true; END IF;
    PERFORM pg_advisory_xact_lock_shared(4490004);
    RETURN EXISTS (SELECT FROM sync_scope WHERE opened);
END $$;
"""

# Which of the wanted scopes are fed, each bumped once in this transaction and locked until it ends. Of a scope that is
# not fed the row is locked against being opened only: who opens it waits for us, and then finds what we wrote.
LOCK = """
CREATE FUNCTION sync_lock(wanted text[]) RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE fed text[];
BEGIN
    INSERT INTO sync_scope (scope)
        SELECT wish FROM unnest(wanted) AS wish
         WHERE wish IS NOT NULL AND NOT EXISTS (SELECT FROM sync_scope known WHERE known.scope = wish)
         ORDER BY wish
        ON CONFLICT DO NOTHING;
    PERFORM FROM sync_scope WHERE scope = ANY(wanted) AND NOT opened ORDER BY scope FOR KEY SHARE;
    WITH locked AS MATERIALIZED (
        SELECT scope FROM sync_scope WHERE scope = ANY(wanted) AND opened ORDER BY scope FOR NO KEY UPDATE
    )
    UPDATE sync_scope SET version = version + 1, xid = pg_current_xact_id() FROM locked
     WHERE sync_scope.scope = locked.scope AND sync_scope.xid IS DISTINCT FROM pg_current_xact_id();
    SELECT array_agg(scope) INTO fed FROM sync_scope WHERE scope = ANY(wanted) AND opened;
    RETURN fed;
END $$;
"""

# Planning a view of seven tables takes longer than running it for one row, so that plan is made once a session; for
# thousands it would be the wrong one, and is made anew.
# Looks where each row is now and says so in the scopes locked before: live, or dead and why. What this transaction
# has said already (the scope's version is its own) is not said twice.
TOUCH = """
CREATE FUNCTION sync_touch(wanted text, ids uuid[], fed text[]) RETURNS void LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan AS $$
DECLARE before text := current_setting('grid.sees', true);
BEGIN
    IF fed IS NULL OR COALESCE(cardinality(ids), 0) = 0 THEN RETURN; END IF;
    IF cardinality(ids) > 50 THEN PERFORM set_config('plan_cache_mode', 'force_custom_plan', true); END IF;
    PERFORM set_config('grid.sees', '{0}', true);
    WITH told AS MATERIALIZED (
        SELECT id, nextval('sync_rev') AS rev FROM (SELECT DISTINCT id FROM unnest(ids) AS id WHERE id IS NOT NULL) each
    ), place AS MATERIALIZED (
        SELECT id, live.place || ':' || place_id AS scope, kept FROM sync_live live
         WHERE live.kind = wanted AND id = ANY(ids)
    ), gone AS (
        UPDATE sync_feed feed SET rev = told.rev, version = scope.version, dead_at = now(), dead = CASE
                WHEN EXISTS (SELECT FROM place WHERE place.id = told.id AND kept) THEN 'moved'
                WHEN EXISTS (SELECT FROM place WHERE place.id = told.id) THEN 'aged_out'
                ELSE 'deleted' END
          FROM told, sync_scope scope
         WHERE feed.kind = wanted AND feed.row_id = told.id::text AND feed.scope = ANY(fed) AND feed.dead = ''
           AND scope.scope = feed.scope
           AND NOT EXISTS (SELECT FROM place WHERE place.id = told.id AND place.scope = feed.scope AND kept)
    )
    INSERT INTO sync_feed (scope, kind, row_id, rev, version, dead, dead_at)
        SELECT scope.scope, wanted, told.id::text, told.rev, scope.version, '', NULL
          FROM told JOIN place USING (id) JOIN sync_scope scope ON scope.scope = place.scope
         WHERE place.scope = ANY(fed) AND place.kept
        ON CONFLICT (scope, kind, row_id) DO UPDATE
        SET rev = excluded.rev, version = excluded.version, dead = '', dead_at = NULL
        WHERE sync_feed.version <> excluded.version OR sync_feed.dead <> '';
    PERFORM set_config('grid.sees', COALESCE(before, ''), true);
END $$;

CREATE FUNCTION sync_tell(fed text[], wanted text, ids text[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO sync_feed (scope, kind, row_id, rev, version, dead, dead_at)
        SELECT scope.scope, wanted, id, nextval('sync_rev'), scope.version, '', NULL
          FROM unnest(ids) AS id CROSS JOIN sync_scope scope WHERE scope.scope = ANY(fed)
        ON CONFLICT (scope, kind, row_id) DO UPDATE SET rev = excluded.rev, version = excluded.version
$$;
"""

# Everything a scope holds, when somebody asks for it for the first time. Its row is locked FOR UPDATE by then.
FILL = """
CREATE FUNCTION sync_fill(asked text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE sort text := split_part(asked, ':', 1);
        whose text := split_part(asked, ':', 2);
        before text := current_setting('grid.sees', true);
BEGIN
    PERFORM set_config('grid.sees', '{0}', true);
    UPDATE sync_scope SET opened = true, version = version + 1, xid = pg_current_xact_id() WHERE scope = asked;
    IF asked = 'ref:all' THEN
        PERFORM sync_tell(ARRAY[asked], 'taxonomy', ARRAY['current']);
        PERFORM sync_tell(ARRAY[asked], 'kinds', ARRAY['current']);
        PERFORM sync_tell(ARRAY[asked], 'codes', ARRAY(SELECT key::text FROM registry_codelist WHERE current));
    ELSE
        INSERT INTO sync_feed (scope, kind, row_id, rev, version, dead)
            SELECT asked, kind, id::text, nextval('sync_rev'), scope.version, ''
              FROM sync_live, sync_scope scope
             WHERE place = sort AND place_id = whose::bigint AND kept AND scope.scope = asked;
    END IF;
    IF sort = 'grid' THEN
        PERFORM sync_tell(ARRAY[asked], 'grid', ARRAY[whose]);
    END IF;
    PERFORM set_config('grid.sees', COALESCE(before, ''), true);
END $$;
"""

# Rows a statement changed: as they are now, as they were, or both.
CHANGED = {
    "insert": "SELECT * FROM now_rows",
    "update": "SELECT * FROM now_rows UNION ALL SELECT * FROM old_rows",
    "delete": "SELECT * FROM old_rows",
}
TABLES = {
    "insert": "NEW TABLE AS now_rows",
    "update": "OLD TABLE AS old_rows NEW TABLE AS now_rows",
    "delete": "OLD TABLE AS old_rows",
}
TRIGGER = """
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE fed text[];
        before text := current_setting('grid.sees', true);
BEGIN
    IF NOT sync_feeds() THEN RETURN NULL; END IF;
    fed := sync_lock(ARRAY({scopes}));
    IF fed IS NULL THEN RETURN NULL; END IF;
    PERFORM set_config('grid.sees', '{{0}}', true);
{touches}
    PERFORM set_config('grid.sees', COALESCE(before, ''), true);
    RETURN NULL;
END $$;
CREATE TRIGGER {name} AFTER {event} ON {table} REFERENCING {tables} FOR EACH STATEMENT EXECUTE FUNCTION {name}();
"""
BY_GRID = "SELECT DISTINCT 'grid:' || grid_id FROM ({rows}) changed ORDER BY 1"
# Of which kind, and the statement that finds them. What hangs on a row is told where both are in one grid's reach:
# a body shows what the worker of the grid sees, so a row of another grid never shows in it.
OWN = "SELECT DISTINCT id FROM ({rows}) changed WHERE 'grid:' || grid_id = ANY(fed)"


def of(column: str) -> str:
    return f"SELECT DISTINCT {column} FROM ({{rows}}) changed WHERE {column} IS NOT NULL AND 'grid:' || grid_id = ANY(fed)"


def beside(column: str, where: str) -> str:
    """People whose bodies name a row that changed."""
    return f"SELECT person.id FROM registry_person person WHERE person.{column} IN ({of(where)})"


# Changes that other rows' bodies show; an update that leaves them alone wakes nobody else. Differences of sets and no
# join: PostgreSQL takes rows of a statement for as few as the first time, and would run a loop in a loop.
def was_or_is(column: str, columns: str) -> str:
    """Of rows that differ in these columns, one of them, as it was and as it is."""
    now, old = (f"SELECT {columns} FROM {rows}" for rows in ("now_rows", "old_rows"))
    return f"SELECT {column} FROM ({now} EXCEPT {old}) one UNION SELECT {column} FROM ({old} EXCEPT {now}) other"


MEMBER = "id, name, kinship, household_id, merged_into_id, left_on, died_on, grid_id"
RENAMED_PERSON = f"SELECT id FROM registry_person WHERE household_id IN ({was_or_is('household_id', MEMBER)})"
# Who holds or held a room is named in it, or told to be of elsewhere.
RENAMED_HOLDER = f"SELECT room_id FROM registry_tenure WHERE person_id IN ({was_or_is('id', 'id, name, grid_id')})"
READDRESSED_ROOM = (
    f"SELECT person_id FROM registry_tenure WHERE room_id IN ({was_or_is('id', 'id, address')})"
    f" UNION SELECT person.id FROM registry_person person WHERE person.room_id IN ({was_or_is('id', 'id, address')})"
)
RENAMED_BUILDING = f"SELECT room.id FROM registry_room room WHERE room.building_id IN ({was_or_is('id', 'id, name')})"
PERSON = [("person", OWN), ("room", of("room_id"))]
FED = {
    "registry_person": {
        "insert": [*PERSON, ("person", beside("household_id", "household_id"))],
        "update": [*PERSON, ("person", RENAMED_PERSON), ("room", RENAMED_HOLDER)],
        "delete": [*PERSON, ("person", beside("household_id", "household_id"))],
    },
    "registry_room": {
        "insert": [("room", OWN), ("building", of("building_id"))],
        "update": [("room", OWN), ("person", READDRESSED_ROOM)],
        "delete": [("room", OWN), ("building", of("building_id"))],
    },
    "registry_building": {
        "insert": [("building", OWN)],
        "update": [("building", OWN), ("room", RENAMED_BUILDING)],
        "delete": [("building", OWN)],
    },
    "registry_organisation": dict.fromkeys(CHANGED, [("organisation", OWN)]),
    "registry_organisationperson": dict.fromkeys(CHANGED, [("organisation", of("organisation_id"))]),
    "registry_personrole": dict.fromkeys(CHANGED, [("person", of("person_id"))]),
    "registry_tenure": dict.fromkeys(CHANGED, [("person", of("person_id")), ("room", of("room_id"))]),
    "registry_household": dict.fromkeys(CHANGED, [("room", of("room_id")), ("person", beside("household_id", "id"))]),
}
VISIT_SCOPES = f"{BY_GRID.removesuffix(' ORDER BY 1')} UNION SELECT 'worker:' || by_id FROM ({{rows}}) changed ORDER BY 1"
VISITED = [(kind, of(f"{kind}_id")) for kind in ("person", "room", "organisation")]
VISIT = [*VISITED, ("visit", "SELECT DISTINCT id FROM ({rows}) changed WHERE 'worker:' || by_id = ANY(fed)")]
EVENT_SCOPES = (
    "SELECT 'grid:' || grid_id FROM ({rows}) changed UNION SELECT 'worker:' || reported_by_id FROM ({rows}) changed"
    " ORDER BY 1"
)
EVENT = [("event", "SELECT DISTINCT id FROM ({rows}) changed")]
# What is said of a matter, and what hangs on it: found by the matter.
SAID = "SELECT subject_id::uuid FROM ({rows}) changed WHERE subject_kind = 'event'"
HUNG = "SELECT event_id FROM ({rows}) changed"


def around(events: str) -> str:
    return (
        f"SELECT 'grid:' || grid_id FROM events_event WHERE id IN ({events})"
        f" UNION SELECT 'worker:' || reported_by_id FROM events_event WHERE id IN ({events}) ORDER BY 1"
    )


BUILDING_OF_UNIT = "SELECT building_id FROM ({rows}) changed"
GRID = "SELECT DISTINCT 'grid:' || id FROM ({rows}) changed ORDER BY 1"
REF = "SELECT 'ref:all' WHERE EXISTS (SELECT FROM ({rows}) changed)"


def trigger(table: str, event: str, scopes: str, touches: str) -> migrations.RunSQL:
    name, rows = f"sync_{table}_{event}", CHANGED[event]
    told = {"name": name, "table": table, "event": event, "tables": TABLES[event]}
    body = TRIGGER.format(**told, scopes=scopes.replace("{rows}", rows), touches=touches.replace("{rows}", rows))
    return migrations.RunSQL(body, f"DROP TRIGGER {name} ON {table}; DROP FUNCTION {name}()")


def touches(found: list[tuple[str, str]]) -> str:
    return "\n".join(f"    PERFORM sync_touch('{kind}', ARRAY({statement}), fed);" for kind, statement in found)


def tell(kind: str, ids: str) -> str:
    return f"    PERFORM sync_tell(fed, '{kind}', ARRAY({ids}));"


def own_grid() -> str:
    """A grid is in its own scope and in no other."""
    return """    PERFORM sync_tell(ARRAY[scope], 'grid', ARRAY[split_part(scope, ':', 2)]) FROM unnest(fed) AS scope;"""


def triggers() -> list[migrations.RunSQL]:
    told = [
        trigger(table, event, BY_GRID, touches(found)) for table, by in FED.items() for event, found in by.items()
    ]
    told += [trigger("registry_visit", event, VISIT_SCOPES, touches(VISIT)) for event in CHANGED]
    told += [trigger("events_event", event, EVENT_SCOPES, touches(EVENT)) for event in CHANGED]
    told += [
        trigger(table, event, around(HUNG), touches([("event", HUNG)]))
        for table in ("events_eventphoto", "events_assist")
        for event in CHANGED
    ]
    told.append(trigger("journal_entry", "insert", around(SAID), touches([("event", SAID)])))
    units = "SELECT 'grid:' || grid_id FROM registry_building WHERE id IN (" + BUILDING_OF_UNIT + ") ORDER BY 1"
    told += [
        trigger("registry_buildingunit", event, units, touches([("building", BUILDING_OF_UNIT)])) for event in CHANGED
    ]
    told += [trigger("grids_grid", event, GRID, own_grid()) for event in ("insert", "update")]
    told += [
        trigger("standards_taxonomyversion", event, REF, tell("taxonomy", "SELECT 'current'")) for event in CHANGED
    ]
    lists = "SELECT DISTINCT key::text FROM ({rows}) changed"
    told += [trigger("registry_codelist", event, REF, tell("codes", lists)) for event in CHANGED]
    return told


class Migration(migrations.Migration):
    dependencies = [
        ("sync", "0001_initial"), ("events", "0003_appeals"), ("grids", "0002_border_moves"),
        ("journal", "0004_never_emptied"), ("registry", "0005_of_grid"), ("standards", "0002_responsibility_note"),
    ]  # fmt: skip
    operations = [
        migrations.RunSQL("CREATE SEQUENCE sync_rev", "DROP SEQUENCE sync_rev"),
        # A scope's row changes with every write in it: room beside it keeps the new one on the same page.
        migrations.RunSQL("ALTER TABLE sync_scope SET (fillfactor = 50)", migrations.RunSQL.noop),
        migrations.RunSQL(LIVE, "DROP VIEW sync_live"),
        migrations.RunSQL(FEEDS, "DROP FUNCTION sync_feeds()"),
        migrations.RunSQL(LOCK, "DROP FUNCTION sync_lock(text[])"),
        migrations.RunSQL(
            TOUCH, "DROP FUNCTION sync_touch(text, uuid[], text[]); DROP FUNCTION sync_tell(text[], text, text[])"
        ),
        migrations.RunSQL(FILL, "DROP FUNCTION sync_fill(text)"),
        *triggers(),
    ]
