#!/usr/bin/env bash
# Makes sure that what Python packages cannot bring is there: for running (run) or also for the tests (test).
# Installs with apt where it may; otherwise names everything in one line and stops.
set -euo pipefail

runtime=(python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 libmagic1 fonts-croscore)
testing=(chromium postgresql poppler-utils gettext git)

missing=()
want() { dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q 'install ok installed' || missing+=("$1"); }
has_library() { ldconfig -p 2>/dev/null | grep -q "$1"; }

if ! command -v dpkg-query >/dev/null; then
    # Not a Debian: look for what matters and name it in words.
    has_library libpango-1.0 || missing+=("Pango (with pangoft2)")
    has_library libmagic || missing+=("libmagic")
    if [ "${1:-run}" = test ]; then
        command -v chromium >/dev/null || command -v chromium-browser >/dev/null || missing+=(Chromium)
        command -v pg_config >/dev/null || missing+=("PostgreSQL server")
    fi
else
    for package in "${runtime[@]}"; do
        # A Python with venv may come from elsewhere than Debian.
        if [ "$package" = python3-venv ] && "${PYTHON:-python3}" -c 'import venv, ensurepip' 2>/dev/null; then continue; fi
        want "$package"
    done
    if [ "${1:-run}" = test ]; then
        for package in "${testing[@]}"; do want "$package"; done
    fi
fi
[ ${#missing[@]} -eq 0 ] && exit 0

if command -v apt-get >/dev/null; then
    sudo=()
    if [ "$(id -u)" -ne 0 ]; then
        if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo=(sudo -n); else sudo=(false); fi
    fi
    if [ "${sudo[*]:-}" != false ]; then
        echo "Installing system packages: ${missing[*]}"
        export DEBIAN_FRONTEND=noninteractive
        if "${sudo[@]}" apt-get update -qq >/dev/null && "${sudo[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null; then
            exit 0
        fi
    fi
    echo "Missing system packages; install them with: sudo apt-get install ${missing[*]}" >&2
else
    echo "Missing on this system; install with its package manager: ${missing[*]}" >&2
fi
exit 1
