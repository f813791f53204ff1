# shellcheck shell=sh
# Thousands of sockets are thousands of files: as many as are allowed, within reason (some programs walk through all).
# shellcheck disable=SC3045
hard=$(ulimit -H -n)
if [ "$hard" = unlimited ] || [ "$hard" -gt 65536 ]; then hard=65536; fi
# shellcheck disable=SC3045
ulimit -S -n "$hard" 2>/dev/null || :
