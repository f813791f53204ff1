# shellcheck shell=sh
# Several things that may fail, all of them done, one summary.

FAILED=''
SUMMARY=''

# report WORDS COMMAND…: the command's own output, a line of the summary.
report() {
    words=$1
    shift
    say "— $words"
    began=$(date +%s)
    "$@" && status=0 || status=$?
    note "$words" "$status" "$(($(date +%s) - began))"
}

note() {
    if [ "$2" -eq 0 ]; then word=ok; else word="FAILED ($2)" FAILED=yes; fi
    SUMMARY="$SUMMARY$(printf '  %-36s %4s s  %s' "$1" "$3" "$word")
"
}

summary() {
    say ''
    printf '%s' "$SUMMARY"
    [ -z "$FAILED" ] || exit 1
}
