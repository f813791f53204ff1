#!/bin/sh
# Run once by the postgis image in an empty database cluster: the application's user is an ordinary one, because
# row-level security does not bind a superuser (docs/registry.md).
set -eu
psql -v ON_ERROR_STOP=1 -v password="$GRID_PASSWORD" --username "$POSTGRES_USER" --dbname postgres <<'SQL'
CREATE ROLE grid LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD :'password';
CREATE DATABASE grid OWNER grid;
\connect grid
CREATE EXTENSION IF NOT EXISTS postgis;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gist;
SQL
