# shellcheck shell=sh
# The project's own PostgreSQL and Redis: sockets only, under var/, no clash with servers that are already there.

short_hash() { printf '%s' "$1" | sha256sum | cut -c 1-8; }

# The account PostgreSQL runs as: it refuses root. An existing cluster keeps its owner.
pick_postgres_user() {
    if [ -d "$PG_DATA" ]; then
        PG_USER=$(stat -c %U -- "$PG_DATA")
    elif [ "$(id -u)" -ne 0 ]; then
        PG_USER=$(id -un)
    elif [ -n "${SUDO_USER:-}" ] && [ "$SUDO_USER" != root ]; then
        PG_USER=$SUDO_USER
    else
        PG_USER=postgres
    fi
    PG_AS=''
    [ "$PG_USER" != "$(id -un)" ] || return 0
    [ "$(id -u)" -eq 0 ] || die "$PG_DATA belongs to $PG_USER; start as $PG_USER or as root"
    PG_AS="env -C / HOME=/ setpriv --reuid=$PG_USER --regid=$(id -g -- "$PG_USER") --init-groups"
}

# A socket's path has 107 bytes and travels in URLs; PostgreSQL's account has to reach it. Otherwise a short place in /tmp.
pick_run_dir() {
    RUN=$VAR/run
    case $RUN in *[!A-Za-z0-9/._-]*) RUN='' ;; esac
    if [ -z "$RUN" ] || [ ${#RUN} -gt 80 ] || ! $PG_AS test -x "$VAR"; then
        RUN=/tmp/grid-$(short_hash "$VAR")
    fi
    mkdir -p "$RUN"
    [ "$(stat -c %u -- "$RUN")" = "$(id -u)" ] || die "$RUN belongs to somebody else"
    chmod 711 "$RUN"
}

# Root's home is closed to PostgreSQL's account: then the cluster lives in the system's place for such data.
pick_places() {
    PG_HOME=$VAR/postgres
    PG_DATA=$PG_HOME/data
    pick_postgres_user
    if ! $PG_AS test -x "$VAR"; then
        PG_HOME=/var/lib/grid-$(short_hash "$VAR")/postgres
        PG_DATA=$PG_HOME/data
        pick_postgres_user
    fi
    pick_run_dir
}

# Made beside its place and moved there whole, so that a start that was cut off leaves no half cluster.
make_cluster() {
    [ ! -d "$PG_DATA" ] || return 0
    mkdir -p "$PG_HOME"
    rm -rf "$PG_HOME/new"
    mkdir -m 700 "$PG_HOME/new"
    [ -z "$PG_AS" ] || chown "$PG_USER" "$PG_HOME/new"
    # shellcheck disable=SC2086
    step 'PostgreSQL cluster' initdb $PG_AS "$PG_BIN/initdb" --pgdata "$PG_HOME/new" --username postgres \
        --auth-local trust --auth-host reject --encoding UTF8 --locale C.UTF-8
    mv "$PG_HOME/new" "$PG_DATA"
}

# An eighth of the memory, at most 512 MB: Python and the page cache live on the same machine.
shared_buffers() {
    awk '/^MemTotal/ { mb = int($2 / 8192); print (mb > 512 ? 512 : mb < 64 ? 64 : mb) "MB" }' /proc/meminfo
}

# sql USER DATABASE, then what psql shall do.
sql() {
    role=$1 database=$2
    shift 2
    "$PG_BIN/psql" -h "$RUN/pg" -p 5432 -U "$role" -d "$database" -v ON_ERROR_STOP=1 -qtAX "$@" 2>>"$LOG/postgres.log"
}

# Row-level security binds everybody but superusers, so the project's own user is none. A cluster of earlier times
# had grid for its first user, who can neither be dropped nor stop being a superuser: it takes the name postgres.
ordinary_user() {
    if ! sql postgres postgres -c '' 2>/dev/null; then
        sql grid postgres -c 'CREATE ROLE renaming SUPERUSER LOGIN'
        sql renaming postgres -c 'ALTER ROLE grid RENAME TO postgres'
    fi
    [ -n "$(sql postgres postgres -c "SELECT 1 FROM pg_roles WHERE rolname = 'grid'")" ] ||
        sql postgres postgres -c 'CREATE ROLE grid'
    sql postgres postgres -c 'DROP ROLE IF EXISTS renaming' \
        -c 'ALTER ROLE grid LOGIN CREATEDB NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOREPLICATION'
    sql postgres template1 -f "$ROOT/script/lib/ordinary.sql"
    sql postgres postgres -c "SELECT datname FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres'" |
        while IFS= read -r name; do
            sql postgres postgres -v name="$name" -f - <<'SQL' && sql postgres "$name" -f "$ROOT/script/lib/ordinary.sql"
ALTER DATABASE :"name" OWNER TO grid;
SQL
        done
}

# Takes more settings for the server, as -c name=value.
# shellcheck disable=SC2120
start_postgres() {
    find_postgres || die "no PostgreSQL with PostGIS fits $PG_DATA; delete it or install its version"
    make_cluster
    mkdir -p "$RUN/pg"
    chmod 700 "$RUN/pg"
    [ -z "$PG_AS" ] || chown "$PG_USER" "$RUN/pg"
    # shellcheck disable=SC2086
    spawn postgres $PG_AS setpriv --pdeathsig INT "$PG_BIN/postgres" -D "$PG_DATA" \
        -c listen_addresses= -c port=5432 -c "unix_socket_directories=$RUN/pg" -c unix_socket_permissions=0700 \
        -c max_connections=200 -c "shared_buffers=$(shared_buffers)" -c work_mem=16MB -c maintenance_work_mem=256MB \
        -c random_page_cost=1.1 -c effective_io_concurrency=100 -c jit=off -c wal_compression=on \
        -c max_wal_size=2GB -c checkpoint_timeout=15min -c log_min_duration_statement=1000 "$@"
    await postgres 600 "$PG_BIN/pg_isready" -q -h "$RUN/pg" -p 5432
    ordinary_user || die "PostgreSQL's users cannot be set up; its log is $LOG/postgres.log"
    [ -n "$(sql grid postgres -c "SELECT 1 FROM pg_database WHERE datname = 'grid'")" ] ||
        sql grid postgres -c 'CREATE DATABASE grid'
    DATABASE_URL="postgis://grid@/grid?host=$RUN/pg&port=5432"
    export DATABASE_URL
}

start_redis() {
    mkdir -p "$VAR/redis"
    spawn redis redis-server --port 0 --unixsocket "$RUN/redis.sock" --unixsocketperm 700 --dir "$VAR/redis" \
        --maxmemory-policy noeviction --client-output-buffer-limit 'pubsub 256mb 64mb 60' "$@"
    await redis 100 redis_answers "$RUN/redis.sock"
    REDIS_URL="unix://$RUN/redis.sock?db=0"
    BROKER_URL="redis+socket://$RUN/redis.sock?virtual_host=1"
    export REDIS_URL BROKER_URL
}

redis_answers() { [ "$(redis-cli -s "$1" ping 2>/dev/null)" = PONG ]; }

# One for each of pytest's processes (script/lib/worker_services.py hands them out).
start_worker_redis() {
    worker=0
    while [ "$worker" -lt "$1" ]; do
        socket=$RUN/redis-$worker.sock
        mkdir -p "$VAR/redis-$worker"
        spawn "redis-$worker" redis-server --port 0 --unixsocket "$socket" --unixsocketperm 700 \
            --dir "$VAR/redis-$worker" --save '' --client-output-buffer-limit 'pubsub 256mb 64mb 60'
        await redis 100 redis_answers "$socket"
        export "REDIS_URL_GW$worker=unix://$socket?db=0" "BROKER_URL_GW$worker=redis+socket://$socket?virtual_host=1"
        worker=$((worker + 1))
    done
    export REDIS_URL="unix://$RUN/redis-0.sock?db=0" BROKER_URL="redis+socket://$RUN/redis-0.sock?virtual_host=1"
}
