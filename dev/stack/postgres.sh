# shellcheck shell=bash disable=SC2154 # $dir, $port, the secrets, $throwaway and $durable come from stack.sh
# A Postgres of our own: own data folder, own port, never the machine's cluster.

postgres_bin() {
  local found
  found=$(printf '%s\n' /usr/lib/postgresql/*/bin/postgres | sort -V | tail -n 1)
  [[ -x $found ]] || found=$(command -v postgres)
  dirname "$found"
}

# Postgres refuses to run as root.
as_postgres() {
  if ((EUID == 0)); then
    setpriv --reuid=postgres --regid=postgres --init-groups "$@"
  else
    "$@"
  fi
}

# The user `postgres` must be able to walk to its data. In a clone under /root (mode 700) it cannot, and opening somebody's
# home for it is not ours to do, so the data then lives under /var/lib and $dir remembers where.
postgres_place_data() {
  local place="$dir/postgres" remembered="$dir/postgres-data-folder"
  mkdir -p "$place"
  if [[ -f $remembered ]]; then
    place=$(<"$remembered")
  elif ! (cd / && as_postgres test -x "$place"); then
    place=$(mktemp -d /var/lib/eschool-postgres.XXXXXX)
    printf '%s\n' "$place" >"$remembered"
  fi
  ((EUID != 0)) || chown postgres: "$place"
  chmod 700 "$place"
  postgres_data=$place/data
}

# Backends outlive a killed postmaster by a moment, and a second postmaster on their files would destroy them.
postgres_wait_for_orphans() {
  local deadline=$((SECONDS + 15)) holders link
  while :; do
    holders=
    for link in /proc/[0-9]*/cwd; do
      [[ $(readlink "$link" 2>/dev/null) != "$postgres_data" ]] || holders+=" ${link//[!0-9]/}"
    done
    [[ -n $holders ]] || break
    ((SECONDS < deadline)) || fail_service postgres "processes$holders still use $postgres_data"
    sleep 0.1
  done
  # Nobody is left there: a postmaster.pid that remains is stale, even where its number is in use again.
  rm -f "$postgres_data/postmaster.pid"
}

postgres_initialise() {
  local password_file
  rm -rf "$postgres_data"
  password_file=$(as_postgres mktemp)
  printf '%s\n' "$postgres_password" >"$password_file"
  (cd / && logged postgres as_postgres "$bin/initdb" --pgdata="$postgres_data" --username=postgres \
    --pwfile="$password_file" --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 --no-instructions)
  rm -f "$password_file"
}

# TCP only: the path of a Unix socket may have 107 characters, and a clone can lie deeper than that.
# A throwaway stack's data does not outlive the tests, so it need not survive a power cut either.
postgres_run() {
  local durability=on
  ! $throwaway || $durable || durability=off
  local command=("$bin/postgres" -D "$postgres_data"
    -c listen_addresses=127.0.0.1 -c port="${port[postgres]}" -c unix_socket_directories=
    -c max_connections=300 -c shared_buffers=256MB -c timezone=UTC -c log_timezone=UTC
    -c fsync="$durability" -c full_page_writes="$durability" -c synchronous_commit="$durability")
  ((EUID != 0)) || command=(setpriv --reuid=postgres --regid=postgres --init-groups "${command[@]}")
  if ! is_running_as postgres "${command[@]}"; then
    postgres_stop
    postgres_wait_for_orphans
  fi
  start_process postgres "${command[@]}"
}

postgres_query() {
  PGPASSWORD=$postgres_password "$bin/psql" -X -q -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "${port[postgres]}" -U postgres "$@"
}

# The application's role may only connect: what else it may do is granted by the migrations, which run as the owner.
# The template is made so too, and with it every database of a test.
postgres_create_roles() {
  logged postgres postgres_query -d postgres <<SQL
CREATE ROLE eschool_owner LOGIN CREATEDB PASSWORD '$owner_password';
CREATE ROLE eschool_app LOGIN PASSWORD '$app_password';
\\connect template1
REVOKE ALL ON SCHEMA public FROM PUBLIC;
CREATE DATABASE eschool OWNER eschool_owner;
REVOKE ALL ON DATABASE eschool FROM PUBLIC;
GRANT CONNECT ON DATABASE eschool TO eschool_app;
SQL
}

postgres_start() {
  local bin postgres_data
  bin=$(postgres_bin)
  postgres_place_data
  # The mark is set last: whatever an interrupted first start left is made anew.
  local mark="$dir/postgres-is-initialised"
  if [[ ! -f $mark ]]; then
    postgres_stop
    postgres_wait_for_orphans
    postgres_initialise
  fi
  postgres_run
  wait_until postgres 60 postgres_query -d postgres -c 'SELECT 1'
  if [[ ! -f $mark ]]; then
    postgres_create_roles
    touch "$mark"
  fi
  say "postgres  127.0.0.1:${port[postgres]}"
}

# SIGINT is Postgres' fast shutdown: SIGTERM would wait for every client to leave.
postgres_stop() { stop_process postgres INT 60; }

postgres_delete() {
  [[ ! -f $dir/postgres-data-folder ]] || rm -rf "$(<"$dir/postgres-data-folder")"
}
