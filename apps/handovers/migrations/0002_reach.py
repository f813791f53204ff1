"""Row-level security as in the registry: notes speak of its people."""

from django.db import migrations

POLICY = """
ALTER TABLE handovers_handovernote ENABLE ROW LEVEL SECURITY;
ALTER TABLE handovers_handovernote FORCE ROW LEVEL SECURITY;
CREATE POLICY reach ON handovers_handovernote USING (
    ((SELECT registry_sees()) && ARRAY[0, -grid_id, community_id, street_id, district_id, city_id])::int <> 0
);
"""
GONE = """
DROP POLICY reach ON handovers_handovernote;
ALTER TABLE handovers_handovernote NO FORCE ROW LEVEL SECURITY;
ALTER TABLE handovers_handovernote DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [("handovers", "0001_initial"), ("registry", "0002_reach")]
    operations = [migrations.RunSQL(POLICY, GONE)]
