"""Row-level security: whoever walked sees the round, and the desks of its divisions (apps/patrols/sight.py).

`grid.watches` names divisions as positive numbers and the account as a negative one. Whoever sees everything (the
clock, the shell, the feed's triggers) says so as in the registry, with 0.
"""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION patrols_watches() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT COALESCE(NULLIF(current_setting('grid.watches', true), ''), '{}')::bigint[]
$$
"""
POLICY = """
ALTER TABLE patrols_patrol ENABLE ROW LEVEL SECURITY;
ALTER TABLE patrols_patrol FORCE ROW LEVEL SECURITY;
CREATE POLICY watched ON patrols_patrol USING (
    (SELECT registry_sees()) @> ARRAY[0]::bigint[]
    OR (SELECT patrols_watches()) && ARRAY[-by_id, community_id, street_id, district_id, city_id]
);
"""
GONE = """
DROP POLICY watched ON patrols_patrol;
ALTER TABLE patrols_patrol NO FORCE ROW LEVEL SECURITY;
ALTER TABLE patrols_patrol DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("patrols", "0001_initial"), ("registry", "0002_reach")]
    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION patrols_watches()"),
        migrations.RunSQL(POLICY, GONE),
    ]
