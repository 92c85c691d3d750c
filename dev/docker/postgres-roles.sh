#!/bin/bash
# The same two roles as in dev/stack/postgres.sh: an owner for the migrations, and the application, which may only connect until
# the migrations grant it more. The image runs this once, on an empty data folder.
set -euo pipefail
psql -v ON_ERROR_STOP=1 -v owner_password="$OWNER_PASSWORD" -v app_password="$APP_PASSWORD" -U "$POSTGRES_USER" -d postgres <<'SQL'
CREATE ROLE eschool_owner LOGIN CREATEDB PASSWORD :'owner_password';
CREATE ROLE eschool_app LOGIN PASSWORD :'app_password';
\connect template1
REVOKE ALL ON SCHEMA public FROM PUBLIC;
CREATE DATABASE eschool OWNER eschool_owner;
REVOKE ALL ON DATABASE eschool FROM PUBLIC;
GRANT CONNECT ON DATABASE eschool TO eschool_app;
SQL
