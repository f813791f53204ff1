"""Row-level security: a row is seen where `grid.sees` names one of its grid and divisions (apps/registry/sight.py).

FORCE binds the owner of the tables too, which is the user of every process. The array is asked for in a sub-select,
so that it is read once a statement and not once a row.

`(…)::int <> 0` is for the planner: of a plain && it believes that it lets one row in a hundred through, and would then
rather read the whole table than follow an index to the first page. Of this it believes that all rows pass, which is so
wherever the application has filtered by reach already.
"""

from django.db import migrations

TABLES = (
    "building", "room", "person", "household", "personrole", "tenure", "organisation", "organisationperson", "part",
    "serviceplace", "visit", "merge", "consent", "datarequest",
)
FUNCTION = """
CREATE FUNCTION registry_sees() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT COALESCE(NULLIF(current_setting('grid.sees', true), ''), '{}')::bigint[]
$$
"""
POLICY = """
ALTER TABLE registry_{table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE registry_{table} FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON registry_{table} USING (
    ((SELECT registry_sees()) && ARRAY[0, -grid_id, community_id, street_id, district_id, city_id])::int <> 0
);
"""
GONE = """
DROP POLICY reach ON registry_{table};
ALTER TABLE registry_{table} NO FORCE ROW LEVEL SECURITY;
ALTER TABLE registry_{table} DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial")]
    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION registry_sees()"),
        *(migrations.RunSQL(POLICY.format(table=table), GONE.format(table=table)) for table in TABLES),
    ]
