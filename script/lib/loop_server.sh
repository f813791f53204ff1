# shellcheck shell=sh
# What script/bench_loop.py measures: the stages of script/server on a folder of their own, then the addresses on stdout.
. script/lib/common.sh
. "$ROOT/script/lib/limits.sh"
. "$ROOT/script/lib/system.sh"
. "$ROOT/script/lib/children.sh"
. "$ROOT/script/lib/private.sh"
. "$ROOT/script/lib/nginx.sh"
. "$ROOT/script/lib/stages.sh"

LISTEN=127.0.0.1
SERVER=nginx

leave() {
    trap '' INT TERM HUP
    stop_step
    stop_children
}

mkdir -p "$VAR"
exec 9>"$VAR/server.lock"
flock -n 9 || die "another measurement uses $VAR"
trap 'exit 130' INT
trap 'exit 143' TERM HUP
RUN=$VAR/run
trap leave EXIT

pick_places
end_leftovers
start_stores >&2
load >&2
start_doors >&2
printf '%s\n' "DATABASE_URL=$DATABASE_URL" "REDIS_URL=$REDIS_URL" "SECRET_KEY=$SECRET_KEY" READY=yes
watch_children
