# shellcheck shell=sh
# What comes from PyPI and npm, each exactly as its lock says, and the three front-ends built from it.

# A virtual environment does not survive being moved, nor a start that was cut off.
usable_venv() {
    grep -q "^command = .* $ROOT/.venv\$" .venv/pyvenv.cfg 2>/dev/null && "$BIN/python" -m pip --version >/dev/null 2>&1
}

# requirements-dev.lock holds everything, requirements-build.lock only the node that builds the front-ends.
locks() { if [ "$1" = dev ]; then echo requirements-dev.lock; else echo requirements.lock requirements-build.lock; fi; }

python_digest() {
    # shellcheck disable=SC2046
    { printf '%s %s' "$ROOT" "$("$PYTHON" -V)" && cat -- $(locks "$1"); } | sha256sum | cut -c 1-32
}

setup_venv() {
    usable_venv && return 0
    rm -f var/stamps/python-*
    # A link leads to another checkout's, which --clear would empty.
    [ ! -L .venv ] || rm .venv
    step 'Python environment' venv "$PYTHON" -m venv --clear "$ROOT/.venv"
}

setup_python() {
    is_fresh "python-$WANTED" "$(python_digest "$WANTED")" "$BIN/python" && return 0
    setup_venv
    # shellcheck disable=SC2046
    step "Python packages ($WANTED)" pip "$BIN/python" -m pip --disable-pip-version-check --no-input \
        install --require-hashes --only-binary :all: $(printf -- '-r %s ' $(locks "$WANTED"))
    stamp python-build "$(python_digest build)"
    [ "$WANTED" = build ] || stamp "python-$WANTED" "$(python_digest "$WANTED")"
}

# Everything the build reads: the tree without what it makes.
pwa_sources() {
    find pwa \( -name node_modules -o -name dist -o -name '*.tsbuildinfo' \) -prune -o -type f -print | LC_ALL=C sort
}

npm_in_pwa() {
    words=$1 log=$2
    shift 2
    # The environment's bin first: its node is the pinned one.
    step "$words" "$log" env PATH="$BIN:$PATH" npm --prefix "$ROOT/pwa" "$@"
}

setup_node() {
    digest=$(digest pwa/package-lock.json pwa/package.json requirements-build.lock)
    is_fresh node "$digest" pwa/node_modules && return 0
    npm_in_pwa 'npm packages' npm ci --ignore-scripts --include=dev --no-audit --no-fund
    stamp node "$digest"
}

setup_pwa() {
    pwa_sources >"$LOG/pwa-sources"
    digest=$(xargs -d '\n' sha256sum <"$LOG/pwa-sources" | sha256sum | cut -c 1-32)
    is_fresh pwa "$digest" pwa/dist/c/index.html && return 0
    npm_in_pwa 'The three front-ends' pwa-build run build
    step 'Compressed copies of them' compress "$BIN/python" -m whitenoise.compress --quiet pwa/dist
    stamp pwa "$digest"
}
