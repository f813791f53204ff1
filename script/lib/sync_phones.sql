-- Who carries the phones of script/bench_sync.py: a worker for each of so many grids, a colleague in the same grid for
-- some of them, sixty people in each grid. Names and ids say whose they are, so that a second run changes nothing.
SELECT set_config('grid.sees', '{0}', false);

CREATE TEMP TABLE place AS
SELECT row_number() OVER (ORDER BY id) AS n, grids_grid.*
FROM grids_grid
WHERE valid_to IS NULL AND NOT EXISTS (SELECT 1 FROM registry_room WHERE grid_id = grids_grid.id)
ORDER BY id LIMIT current_setting('bench.devices')::int;

INSERT INTO accounts_account (phone, name, password, must_change, is_active, is_demo)
SELECT whose.head || lpad(n::text, 8, '0'), '量测员' || n, demo.password, false, true, false
FROM place, (VALUES ('187'), ('186')) whose (head),
    (SELECT password FROM accounts_account WHERE phone = '19900000001') demo
ON CONFLICT DO NOTHING;

INSERT INTO grids_posting (account_id, role, grid_id, valid_from)
SELECT account.id, 'WORKER', place.id, '2026-01-01'
FROM place JOIN accounts_account account
    ON account.phone IN ('187' || lpad(n::text, 8, '0'), '186' || lpad(n::text, 8, '0'))
WHERE NOT EXISTS (SELECT 1 FROM grids_posting WHERE account_id = account.id);

INSERT INTO registry_person (
    id, source, confirmed_at, place, name, initials, sex, doc_kind, doc_last4, phone_last4, education, marriage,
    political, work_place, household_area, household_address, kinship, version,
    grid_id, community_id, street_id, district_id, city_id
)
SELECT md5('bench-sync ' || place.id || ' ' || number)::uuid, 'COLLECTED', now(), centre, '量测' || number, 'lc', '1', '111',
    '', '', '', '', '', '', '', '', '', 1, place.id, community_id, street_id, district_id, city_id
FROM place CROSS JOIN generate_series(1, 60) number
ON CONFLICT DO NOTHING;

-- The fullest grid at its largest, about two thousand rows with what is not counted here: neighbours of the same
-- names in the same rooms, with their tenures.
CREATE TEMP TABLE neighbour AS
WITH full_one AS (
    SELECT posting.grid_id
      FROM grids_posting posting JOIN accounts_account account ON account.id = posting.account_id AND account.is_demo
     WHERE posting.role = 'WORKER' AND posting.valid_to IS NULL
     ORDER BY (SELECT count(*) FROM registry_person WHERE grid_id = posting.grid_id) DESC, posting.grid_id LIMIT 1
),
lacking AS (
    SELECT 1900 - (SELECT count(*) FROM registry_person WHERE grid_id = full_one.grid_id)
         - (SELECT count(*) FROM registry_room WHERE grid_id = full_one.grid_id)
         - (SELECT count(*) FROM registry_part WHERE grid_id = full_one.grid_id) AS number
      FROM full_one
)
SELECT person.id AS old, md5('bench-sync ' || person.id || ' ' || round)::uuid AS id
  FROM registry_person person JOIN full_one USING (grid_id) CROSS JOIN generate_series(1, 4) round
 WHERE EXISTS (SELECT 1 FROM registry_tenure WHERE person_id = person.id)
 ORDER BY round, person.id LIMIT (SELECT greatest(number, 0) FROM lacking);

INSERT INTO registry_person
SELECT copy.* FROM neighbour JOIN registry_person person ON person.id = neighbour.old,
    jsonb_populate_record(person, jsonb_build_object('id', neighbour.id)) copy;

INSERT INTO registry_tenure
SELECT copy.* FROM neighbour JOIN registry_tenure tenure ON tenure.person_id = neighbour.old,
    jsonb_populate_record(
        tenure, jsonb_build_object('id', md5(tenure.id::text || neighbour.id)::uuid, 'person_id', neighbour.id)
    ) copy;
