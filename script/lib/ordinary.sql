-- In one database, as a superuser: what the project needs of a superuser, and everything of ours belongs to grid.
-- Safe to repeat. A cluster of earlier times had grid as its superuser, whom row-level security does not bind.
CREATE EXTENSION IF NOT EXISTS postgis;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gist;
DO $$
DECLARE
    ours record;
BEGIN
    FOR ours IN
        SELECT CASE relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END
               AS kind, pg_class.oid::regclass::text AS name
          FROM pg_class
         WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S')
           AND relowner <> 'grid'::regrole
           -- Not an extension's, and not a sequence that follows its table.
           AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid
                              AND (deptype = 'e' OR relkind = 'S' AND deptype IN ('a', 'i')))
        UNION ALL
        SELECT 'ROUTINE', pg_proc.oid::regprocedure::text
          FROM pg_proc
         WHERE pronamespace = 'public'::regnamespace AND proowner <> 'grid'::regrole
           AND NOT EXISTS (SELECT FROM pg_depend
                            WHERE classid = 'pg_proc'::regclass AND objid = pg_proc.oid AND deptype = 'e')
    LOOP
        EXECUTE format('ALTER %s %s OWNER TO grid', ours.kind, ours.name);
    END LOOP;
END $$;
