#!/usr/bin/env bash
# What a bare Debian-like machine lacks: `prepare.sh python VENV [REQUIREMENTS]` or `prepare.sh browser`. Silent where nothing is to be done.
set -euo pipefail
cd "$(dirname "$0")/../.."

suitable='import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))'

main() {
    case "${1:-}" in
        python) prepare_python "$2" "${3:-requirements-dev.txt}" ;;
        browser) prepare_browser ;;
        *) fail "usage: prepare.sh python VENV [REQUIREMENTS] | browser" ;;
    esac
}

prepare_python() {
    local python
    if [ ! -x "$1/bin/python" ]; then
        python=$(find_or_install_python)
        "$python" -m venv "$1"
    fi
    echo "Installing Python packages into $1 (once, a minute or two) …" >&2
    "$1/bin/python" -m pip install -qq --disable-pip-version-check -r "$2"
}

find_or_install_python() {
    find_python && return
    install_with_apt python3 python3-venv >&2 || true
    find_python && return
    fail "No suitable Python. Install Python 3.11, 3.12 or 3.13 with its venv module (Debian: apt-get install python3-venv)," \
        "or name one: make … PYTHON=/path/to/python3.12"
}

find_python() {
    local candidate
    for candidate in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
        if "$candidate" -c "$suitable" 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    return 1
}

prepare_browser() {
    find_browser && return
    install_with_apt chromium-headless-shell || install_with_apt chromium || true
    find_browser || fail "The browser tests need Chromium. Install it (Debian: apt-get install chromium) and try again."
}

find_browser() {
    command -v chromium-headless-shell >/dev/null || command -v chromium >/dev/null
}

install_with_apt() {
    local become=()
    command -v apt-get >/dev/null || return 1
    if [ "$(id -u)" != 0 ]; then
        sudo -n true 2>/dev/null || return 1
        become=(sudo -n)
    fi
    echo "Installing $* with apt (once) …"
    "${become[@]}" apt-get update -qq
    "${become[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@" >/dev/null
}

fail() {
    echo "$*" >&2
    exit 1
}

main "$@"
