-- 100,000 matters over all grids, states and two years, each with the journal row of its report; a worker for each grid.
-- In the order in which a command takes them: the server's own timers are at work meanwhile.
LOCK TABLE commands_command, events_event, journal_entry;
ALTER TABLE journal_entry DISABLE TRIGGER journal_entry_never_emptied;
TRUNCATE events_event, journal_entry, commands_command CASCADE;
ALTER TABLE journal_entry ENABLE TRIGGER journal_entry_never_emptied;
SELECT setseed(0.42);

INSERT INTO accounts_account (phone, name, password, must_change, is_active, is_demo)
SELECT '1880' || lpad(n::text, 7, '0'), '网格员' || n, '!', false, true, false
FROM generate_series(1, (SELECT count(*) FROM grids_grid)) n
ON CONFLICT DO NOTHING;

CREATE TEMP TABLE place AS
SELECT row_number() OVER (ORDER BY id) AS n, grids_grid.*, (
    SELECT min(id) FROM grids_unit WHERE division_id = street_id
) AS unit_id
FROM grids_grid WHERE valid_to IS NULL;

CREATE TEMP TABLE worker AS
SELECT row_number() OVER (ORDER BY id) AS n, id, name FROM accounts_account WHERE NOT is_demo;

INSERT INTO grids_posting (account_id, role, grid_id, valid_from)
SELECT worker.id, 'WORKER', place.id, '2026-01-01' FROM worker JOIN place USING (n)
WHERE NOT EXISTS (SELECT 1 FROM grids_posting WHERE account_id = worker.id);

CREATE TEMP TABLE kind AS
SELECT row_number() OVER (ORDER BY id) AS n, id, severity,
    (SELECT min(id) FROM standards_condition WHERE category_id = standards_category.id) AS condition_id
FROM standards_category;

-- One matter in five is open, and what is open was reported in the last ten days.
CREATE TEMP TABLE drawn AS
SELECT n, gen_random_uuid() AS id,
    1 + floor(random() * (SELECT count(*) FROM place))::int AS place_n,
    1 + floor(random() * (SELECT count(*) FROM kind))::int AS kind_n,
    ('{CLOSED,CLOSED,CLOSED,CLOSED,CLOSED,CLOSED,CLOSED,CLOSED,CLOSED,CLOSED,CLOSED,CLOSED,CLOSED,CLOSED,REFUSED,NOT_FILED,'
     'REPORTED,ACCEPTED,HANDLING,HANDLING}'::text[])[1 + floor(random() * 20)::int] AS state,
    ('{GRID,GRID,COMMUNITY,COMMUNITY,STREET,STREET,STREET,DISTRICT,DISTRICT,CITY}'::text[])[1 + floor(random() * 10)::int] AS level,
    ('{VERIFYING,FILED,DISPATCHED,HANDLING,REPLIED,CHECKING,CHECKED,SUSPENDED}'::text[])[1 + floor(random() * 8)::int] AS later,
    random() AS age, random() AS luck, random() - 0.5 AS east, random() - 0.5 AS north
FROM generate_series(1, 100000) n;

UPDATE drawn SET state = later WHERE state = 'HANDLING' AND luck < 0.5;
UPDATE drawn SET level = 'STREET' WHERE level IN ('GRID', 'COMMUNITY')
    AND state NOT IN ('REPORTED', 'ACCEPTED', 'CLOSED', 'REFUSED');

INSERT INTO events_event (
    id, number, category_id, condition_id, severity, text, place, place_text, raw_x, raw_y, raw_crs,
    grid_id, community_id, street_id, district_id, city_id, direction, channel, ring, level, state, unit_id,
    reported_by_id, reported_at, moved_at, moves, answer, light, stage_at, warn_at, due_at, next_at, handled_late,
    asked, asked_reason, extensions, suspensions, suspended_from, supervised, supervision_open, appeal,
    returns, reworks, redispatches, nudges, reopened, rating, rating_text
)
SELECT told.id, to_char(told.at, 'YYYYMMDD') || '-' || lpad(told.n::text, 6, '0'), kind.id,
    CASE WHEN told.filed THEN kind.condition_id END, kind.severity,
    '路面有积水和散落的垃圾，影响行人和车辆通行，请尽快安排人员处理；现场编号' || told.n, spot, '人民路' || told.n % 300 || '号门前',
    ST_X(spot), ST_Y(spot), 'EPSG:4490',
    place.id, place.community_id, place.street_id, place.district_id, place.city_id, 'BOTTOM_UP',
    CASE WHEN told.luck < 0.7 THEN 'WORKER' WHEN told.luck < 0.9 THEN 'RESIDENT' ELSE 'HOTLINE' END,
    CASE WHEN told.level IN ('GRID', 'COMMUNITY') THEN 'SMALL' ELSE 'BIG' END, told.level, told.state,
    CASE WHEN told.filed THEN place.unit_id END,
    CASE WHEN told.luck < 0.7 THEN worker.id END, told.at, told.at + told.luck * interval '2 days', 5,
    CASE WHEN told.open THEN '' ELSE '已安排人员到现场处理完毕。' END,
    CASE WHEN told.luck < 0.8 THEN 'GREEN' WHEN told.luck < 0.92 THEN 'YELLOW' ELSE 'RED' END,
    told.at, told.at + interval '20 hours', told.at + interval '1 day',
    -- In the future: the timer is not what is measured.
    CASE WHEN told.open THEN now() + (30 + told.age) * interval '1 day' END, false,
    '', '', 0, 0, '', CASE WHEN told.luck < 0.02 THEN 'YELLOW' ELSE '' END, false, '',
    0, 0, 0, 0, 0, CASE WHEN told.state = 'CLOSED' AND told.luck < 0.5 THEN 1 + floor(told.luck * 10)::int END, ''
FROM (
    SELECT *, state NOT IN ('CLOSED', 'REFUSED', 'NOT_FILED') AS open,
        state NOT IN ('REPORTED', 'ACCEPTED', 'VERIFYING', 'FILED', 'REFUSED', 'NOT_FILED')
            AND level NOT IN ('GRID', 'COMMUNITY') AS filed,
        now() - age * CASE WHEN state IN ('CLOSED', 'REFUSED', 'NOT_FILED') THEN interval '730 days' ELSE interval '10 days' END AS at
    FROM drawn
) told
JOIN place ON place.n = told.place_n
JOIN kind ON kind.n = told.kind_n
LEFT JOIN worker ON worker.n = told.place_n
CROSS JOIN LATERAL (SELECT ST_Translate(place.centre, told.east * 0.0004, told.north * 0.0004) AS spot) moved;

INSERT INTO journal_entry (
    at, call_id, verb, actor_kind, actor_id, actor_name, door, subject_kind, subject_id, body, rooms, notice
)
SELECT reported_at, gen_random_uuid(), 'event.report', CASE WHEN reported_by_id IS NULL THEN 'REPORTER' ELSE 'PERSON' END,
    reported_by_id, '上报人', 'HTTP', 'event', id::text,
    jsonb_build_object('from', '', 'into', 'REPORTED', 'level', 'GRID', 'channel', channel),
    ARRAY['event:' || id, 'grid:' || grid_id, 'division:' || community_id, 'division:' || street_id,
        'division:' || district_id, 'division:' || city_id],
    jsonb_build_object('verb_label', '上报', 'number', number, 'state', 'REPORTED', 'level', 'GRID', 'light', 'GREEN')
FROM events_event ORDER BY reported_at;

SELECT setval('event_number', 100000);
