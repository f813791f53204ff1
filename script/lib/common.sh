# shellcheck shell=sh
# What every script shares: where things are, how to speak, how to run a step quietly.

ROOT=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
VAR=${VAR_DIR:-$ROOT/var}
LOG=$VAR/log
# shellcheck disable=SC2034 # for those who read this in
BIN=$ROOT/.venv/bin
PATH=$PATH:/usr/sbin:/sbin
STEP=''

umask 022
export LC_ALL=C.UTF-8 NO_COLOR=1
# The caller's shell must not decide what ends up in this checkout; its mirrors (pip.conf, .npmrc, PIP_INDEX_URL) still do.
unset PYTHONPATH PYTHONHOME PYTHONDONTWRITEBYTECODE VIRTUAL_ENV NODE_ENV NODE_OPTIONS DJANGO_SETTINGS_MODULE \
    PIP_USER PIP_TARGET PIP_PREFIX PIP_ROOT PIP_REQUIRE_VIRTUALENV PIP_NO_INDEX PIP_CONSTRAINT PIP_REQUIREMENT PIP_NO_BINARY
mkdir -p "$LOG"
cd "$ROOT" || exit 1

say() {
    printf '%s\n' "$*" 2>/dev/null || :
}

die() {
    printf '%s: %s\n' "$(basename -- "$0")" "$*" >&2 || :
    exit 1
}

digest() {
    cat -- "$@" | sha256sum | cut -c 1-32
}

# Runs a command quietly: its seconds when it is done, the end of its log when it fails.
step() {
    words=$1 log=$LOG/$2.log
    shift 2
    printf '  %-40s' "$words"
    began=$(date +%s)
    # Its own process group, so that stopping a step stops everything it started.
    setsid setpriv --pdeathsig TERM "$@" >"$log" 2>&1 7>&- 8>&- 9>&- &
    STEP=$!
    wait "$STEP" && status=0 || status=$?
    STEP=''
    if [ "$status" -ne 0 ]; then
        say 'failed'
        tail -n 25 -- "$log" >&2 || :
        die "$words failed ($status); all of it is in $log"
    fi
    say "$(($(date +%s) - began)) s"
}

stop_step() {
    [ -n "$STEP" ] || return 0
    kill -TERM -- "-$STEP" 2>/dev/null || kill -TERM "$STEP" 2>/dev/null || :
    wait "$STEP" 2>/dev/null || :
    STEP=''
}

# A stamp holds the digest of what a step was made from; it counts only while the thing made is there.
is_fresh() {
    [ -e "$3" ] && [ -f "$ROOT/var/stamps/$1" ] && [ "$(cat -- "$ROOT/var/stamps/$1")" = "$2" ]
}

stamp() {
    mkdir -p "$ROOT/var/stamps"
    printf '%s\n' "$2" >"$ROOT/var/stamps/$1"
}
