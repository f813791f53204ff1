# shellcheck shell=sh
# Processes that live as long as this script: started in groups of their own, watched, and all of them stopped.
# $RUN/children remembers them, so that the next start can end what a killed one left behind.

CHILDREN=''

birth() { sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d ' ' -f 20; }

# Dies with this script, whatever kills it (a command that changes its account has to ask for that again itself).
spawn() {
    name=$1
    shift
    setsid setpriv --pdeathsig TERM "$@" >>"$LOG/$name.log" 2>&1 7>&- 8>&- 9>&- &
    CHILDREN="$! $CHILDREN"
    printf '%s %s %s\n' "$!" "$(birth $!)" "$name" >>"$RUN/children"
}

name_of() { awk -v pid="$1" '$1 == pid { name = $3 } END { print name }' "$RUN/children"; }

# A zombie answers kill -0 until it is waited for; its state does not lie.
is_alive() {
    state=$(sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d ' ' -f 1)
    [ -n "$state" ] && [ "$state" != Z ]
}

complain_of() {
    name=$(name_of "$1")
    wait "$1" 2>/dev/null && status=0 || status=$?
    tail -n 15 -- "$LOG/$name.log" >&2 || :
    die "$name ended by itself (status $status); its log is $LOG/$name.log"
}

check_children() {
    for pid in $CHILDREN; do
        is_alive "$pid" || complain_of "$pid"
    done
}

# Waits until a command succeeds, as long as all children live: await WHAT TENTHS COMMAND…
await() {
    what=$1 tenths=$2
    shift 2
    until "$@" >/dev/null 2>&1; do
        check_children
        tenths=$((tenths - 1))
        [ "$tenths" -gt 0 ] || die "$what does not answer; its log is in $LOG"
        pause 0.1
    done
}

# A sleep that a signal interrupts.
pause() {
    sleep "$1" 7>&- 8>&- 9>&- &
    wait $! || :
}

watch_children() {
    while :; do
        check_children
        pause 1
    done
}

wait_for_end() {
    tenths=$2
    while is_alive "$1" && [ "$tenths" -gt 0 ]; do
        tenths=$((tenths - 1))
        sleep 0.1
    done
}

# What the process left in its group goes with it.
end_child() {
    wait_for_end "$1" "$2"
    kill -KILL -- "-$1" 2>/dev/null || :
    wait "$1" 2>/dev/null || :
}

polite_signal() { if [ "$1" = postgres ]; then echo INT; else echo TERM; fi; }

# The doors first and together, then Redis, then PostgreSQL: nobody loses what he still writes to.
stop_children() {
    stores=''
    for pid in $CHILDREN; do
        case $(name_of "$pid") in postgres | redis*) stores="$stores $pid" ;; *) kill -TERM "$pid" 2>/dev/null || : ;; esac
    done
    for pid in $CHILDREN; do
        case " $stores " in *" $pid "*) ;; *) end_child "$pid" 150 ;; esac
    done
    for pid in $stores; do
        kill -"$(polite_signal "$(name_of "$pid")")" "$pid" 2>/dev/null || :
        end_child "$pid" 600
    done
    CHILDREN=''
    rm -f "$RUN/children"
}

# A start that was killed outright leaves processes that are still ending; they are named, so nothing else is touched.
end_leftovers() {
    [ -f "$RUN/children" ] || return 0
    while read -r pid born name; do
        [ "$(birth "$pid")" = "$born" ] || continue
        say "  ending $name (process $pid) of an earlier start"
        kill -"$(polite_signal "$name")" "$pid" 2>/dev/null || :
        wait_for_end "$pid" 300
        kill -KILL -- "-$pid" 2>/dev/null || :
    done <"$RUN/children"
    rm -f "$RUN/children"
}
