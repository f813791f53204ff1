# shellcheck shell=sh
# nginx in front: its configuration from config/nginx, filled in for this machine (or for a container).

put() {
    FILLED="$FILLED;s|@$1@|$(printf '%s' "$2" | sed 's/[\\&|]/\\&/g')|g"
}

fill_in() {
    sed "${FILLED#;}" "$ROOT/config/nginx/$1.in" >"$2"
}

# nginx_conf DIR LISTEN WEB SOCKET: the last three as nginx writes them, such as `server unix:/…;`.
nginx_conf() {
    # shellcheck disable=SC3045
    files=$(ulimit -n)
    FILLED=''
    put PROCESSES "${NGINX_PROCESSES:-2}"
    put FILES "$files"
    put CONNECTIONS "$((files / 2 - 64))"
    # Without root nginx cannot change its account, and complains of the line.
    put USER_LINE "$([ "$(id -u)" -ne 0 ] || echo 'user root;')"
    put RUN "$1"
    put TEMP "$1/nginx-temp"
    put HEADERS "$1/headers.conf"
    put LISTEN "$2"
    put WEB "$3"
    put SOCKET "$4"
    put DIST "$ROOT/pwa/dist"
    put MEDIA "${MEDIA_ROOT:-$VAR/media}"
    put ACCESS_LOG "${NGINX_ACCESS_LOG:-$LOG/access.log}"
    put MIME_TYPES /etc/nginx/mime.types
    put PROTO "${FORWARDED_PROTO:-\$scheme}"
    put MAP_SOURCES "${MAP_SOURCES:-}"
    mkdir -p "$1/nginx-temp"
    fill_in headers.conf "$1/headers.conf"
    fill_in nginx.conf "$1/nginx.conf"
}
