# shellcheck shell=sh
# What comes from Debian. Asks for what is there, not for package names, so that another source of it will do.

has_command() { command -v "$1" >/dev/null 2>&1; }
has_library() { ldconfig -p | grep -q "lib$1\\.so"; }
has_venv() { "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null; }
has_certificates() { [ -s /etc/ssl/certs/ca-certificates.crt ]; }
has_fonts() { [ -n "${PHOTO_FONT:-}" ] || [ -f /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc ]; }

find_python() {
    for PYTHON in ${PYTHON:-python3.11 python3 python3.12 python3.13}; do
        if has_command "$PYTHON" && "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
            return 0
        fi
    done
    return 1
}

# The newest PostgreSQL here that has PostGIS; an existing cluster keeps the version that made it.
find_postgres() {
    made_by=$(cat "${PG_DATA:-/nonexistent}/PG_VERSION" 2>/dev/null || echo '*')
    PG_BIN=''
    # shellcheck disable=SC2231
    for bin in /usr/lib/postgresql/$made_by/bin; do
        version=$(basename -- "$(dirname -- "$bin")")
        if [ -x "$bin/postgres" ] && [ -f "/usr/share/postgresql/$version/extension/postgis.control" ]; then
            PG_BIN=$bin
        fi
    done
    [ -n "$PG_BIN" ]
}

missing_packages() {
    find_python || echo python3 python3-venv
    ! find_python || has_venv || echo python3-venv
    has_certificates || echo ca-certificates
    [ -n "${DATABASE_URL:-}" ] || find_postgres || echo postgresql-15 postgresql-15-postgis-3
    [ -n "${REDIS_URL:-}" ] || has_command redis-server || echo redis-server
    has_command nginx || echo nginx-light
    has_library gdal || echo libgdal32
    has_library geos_c || echo libgeos-c1v5
    has_library proj || echo libproj25
    has_fonts || echo fonts-noto-cjk
    [ "$WANTED" = dev ] || return 0
    has_command chromium || echo chromium
    has_command ogr2ogr || echo gdal-bin
    has_command shellcheck || echo shellcheck
}

# Debian starts a server the moment its package arrives and at every boot; ours are started by script/server alone.
keep_debian_quiet() {
    POLICY=''
    if [ ! -e /usr/sbin/policy-rc.d ]; then
        POLICY=/usr/sbin/policy-rc.d
        printf '#!/bin/sh\nexit 101\n' | as_root tee "$POLICY" >/dev/null
        as_root chmod 755 "$POLICY"
    fi
    CLUSTER=/etc/postgresql-common/createcluster.d/no-main-cluster.conf
    as_root mkdir -p /etc/postgresql-common/createcluster.d
    echo 'create_main_cluster = false' | as_root tee "$CLUSTER" >/dev/null
}

let_debian_speak() {
    [ -z "${POLICY:-}" ] || as_root rm -f "$POLICY"
    [ -z "${CLUSTER:-}" ] || as_root rm -f "$CLUSTER"
    POLICY='' CLUSTER=''
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

# In the foreground and in this session: sudo may have to ask for a password.
apt() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=120 "$@" >>"$LOG/apt.log" 2>&1 9>&-
}

apt_install() {
    : >"$LOG/apt.log"
    keep_debian_quiet
    as_root dpkg --configure -a >>"$LOG/apt.log" 2>&1 && apt update && apt install --no-install-recommends "$@"
    installed=$?
    let_debian_speak
    for service in postgresql redis-server nginx; do
        case " $* " in *" $service"*) as_root systemctl disable "$service" >>"$LOG/apt.log" 2>&1 || : ;; esac
    done
    return "$installed"
}

setup_system() {
    # shellcheck disable=SC2046
    set -- $(missing_packages)
    [ $# -gt 0 ] || return 0
    has_command apt-get || die "this machine has no apt-get; install what these Debian packages hold by hand: $*"
    [ "$(id -u)" -eq 0 ] || has_command sudo || die "as root, run: apt-get install --no-install-recommends $*"
    say "  Debian packages: $*"
    if ! apt_install "$@"; then
        tail -n 15 -- "$LOG/apt.log" >&2
        die "apt-get could not install them; all of it is in $LOG/apt.log"
    fi
    # shellcheck disable=SC2046
    set -- $(missing_packages)
    [ $# -eq 0 ] || die "still missing after apt-get install: $*"
}
