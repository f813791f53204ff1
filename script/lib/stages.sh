# shellcheck shell=sh
# What script/server does, stage by stage.

# In the background, so that a signal is heard at once; not in a group of its own, because sudo may have to ask.
prepare() {
    "$ROOT/script/setup" 9>&- &
    STEP=$!
    wait "$STEP" && status=0 || status=$?
    STEP=''
    [ "$status" -eq 0 ] || exit "$status"
    check_port "$LISTEN"
    find "$LOG" -name '*.log' -size +20M -exec mv {} {}.old ';'
    pick_places
    end_leftovers
}

check_port() {
    "$BIN/python" script/lib/port.py "$1" "$PORT" || die "choose another: PORT=8080 script/server"
}

# The demo is for the private database unless asked for: its passwords are public.
start_stores() {
    PRIVATE=''
    if [ -z "${DATABASE_URL:-}" ]; then
        PRIVATE=yes
        # shellcheck disable=SC2119
        start_postgres
    fi
    export DEMO="${DEMO:-$([ -n "$PRIVATE" ] && echo 1 || echo 0)}"
    [ -n "${REDIS_URL:-}" ] || start_redis --appendonly yes --save ''
    keep_secret
}

# Sessions and sealed numbers outlive a restart, so their key is kept beside the data.
keep_secret() {
    [ -z "${SECRET_KEY:-}" ] || return 0
    if [ ! -s "$VAR/secret_key" ]; then
        (umask 077 && "$BIN/python" -c 'import secrets; print(secrets.token_urlsafe(48))' >"$VAR/secret_key.new")
        mv "$VAR/secret_key.new" "$VAR/secret_key"
    fi
    SECRET_KEY=$(cat "$VAR/secret_key")
    export SECRET_KEY
}

manage() {
    words=$1 log=$2
    shift 2
    step "$words" "$log" "$BIN/python" manage.py "$@"
}

# Stamped inside the cluster's folder: whoever deletes the one deletes the other. A database elsewhere is asked every time.
once() {
    mark=$1 digest=$2
    shift 2
    if [ -n "$PRIVATE" ] && [ "$(cat "$PG_HOME/$mark" 2>/dev/null)" = "$digest" ]; then
        return 0
    fi
    "$@"
    [ -z "$PRIVATE" ] || printf '%s\n' "$digest" >"$PG_HOME/$mark"
}

# The packages' migrations count too; the lock names their versions.
migrations() {
    find apps -path '*/migrations/*.py' | LC_ALL=C sort | xargs cat requirements.lock | sha256sum | cut -c 1-32
}

demo_city() {
    manage 'The demo city' load_city load_city
    manage 'The demo accounts and matters' seed_demo seed_demo
    manage 'The demo street and its people' seed seed --street 420502003000
}

load() {
    once migrated "$(migrations)" manage 'Database tables' migrate migrate --noinput
    [ "$DEMO" = 0 ] || once demo 2 demo_city
}

start_doors() {
    mkdir -p "$VAR/media"
    export MEDIA_ROOT="${MEDIA_ROOT:-$VAR/media}" BEAT_FILE="$VAR/beat"
    if [ "$SERVER" = daphne ]; then
        spawn daphne env BIND="$LISTEN:$PORT" NUM_PROXIES=0 script/run socket
    else
        start_behind_nginx
    fi
    spawn worker script/run worker
    spawn beat script/run beat
    await 'the server' 900 "$BIN/python" script/lib/health.py "$(address)/healthz/" "$(address)/w/" "$(address)/r/" "$(address)/c/"
}

start_behind_nginx() {
    has_command nginx || die 'nginx is not to be had here; SERVER=daphne script/server does without it'
    spawn web env ACCEL=1 BIND="unix:$RUN/web.sock" script/run web
    spawn socket env ACCEL=1 BIND="unix:$RUN/socket.sock" script/run socket
    nginx_conf "$RUN" "$(listen_lines)" "server unix:$RUN/web.sock fail_timeout=0;" "server unix:$RUN/socket.sock fail_timeout=0;"
    : >"$LOG/nginx.log"
    nginx -t -q -e stderr -p "$VAR" -c "$RUN/nginx.conf" 2>>"$LOG/nginx.log" ||
        { cat "$LOG/nginx.log" >&2 && die 'nginx refuses its configuration'; }
    spawn nginx nginx -e stderr -p "$VAR" -c "$RUN/nginx.conf" -g 'daemon off;'
}

# localhost is also ::1, and a browser tries that first.
listen_lines() {
    printf 'listen %s:%s;' "$LISTEN" "$PORT"
    if [ "$LISTEN" = 127.0.0.1 ] && "$BIN/python" script/lib/port.py ::1 "$PORT" 2>/dev/null; then
        printf ' listen [::1]:%s;' "$PORT"
    fi
}

address() {
    if [ "$LISTEN" = 0.0.0.0 ]; then echo "http://127.0.0.1:$PORT"; else echo "http://$LISTEN:$PORT"; fi
}

announce() {
    say ''
    say "  grid worker 网格员      $(address)/w/"
    say "  residents 居民          $(address)/r/"
    say "  command centre 指挥中心 $(address)/c/"
    say ''
    [ "$DEMO" = 0 ] || demo_accounts
    say "Logs are in $LOG. Ctrl-C stops everything."
}

demo_accounts() {
    say '  Demo accounts, password demo-2026:'
    awk -F, '
        BEGIN {
            split("WORKER 网格员 ACCEPTOR 受理员 DISPATCHER 派遣员 SHIFT_LEAD 值班长 HANDLER 处置单位 LEADER 领导 ADMIN 管理员 AUDITOR 审计员", words, " ")
            for (i = 1; i in words; i += 2) role[words[i]] = words[i + 1]
        }
        function level(at) {
            if (at !~ /^[0-9]+$/) return ""
            if (length(at) == 15) return "网格 "
            return at ~ /00000000$/ ? "市 " : at ~ /000000$/ ? "区 " : at ~ /000$/ ? "街道 " : "社区 "
        }
        NR > 1 { printf "    %s  %s  %s%s %s\n", $1, ($3 == "WORKER" ? "/w/" : "/c/"), level($5), role[$3], $2 }
    ' fixtures/demo_accounts.csv
    say ''
}
