#!/usr/bin/env bash
# Runs a command with DATABASE_URL naming a PostgreSQL that lives only as long as the command.
set -euo pipefail
bin="$(pg_config --bindir 2>/dev/null || true)"
[ -x "$bin/initdb" ] || bin="$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)"
[ -x "$bin/initdb" ] || { echo "PostgreSQL's server programs (initdb, pg_ctl) were not found; install postgresql." >&2; exit 1; }

folder="$(mktemp -d /tmp/lms-postgres.XXXXXX)"
as_owner=()
if [ "$(id -u)" -eq 0 ]; then
    # The server refuses to run as root.
    chown postgres "$folder"
    as_owner=(runuser -u postgres --)
fi
stop() {
    "${as_owner[@]}" "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap stop EXIT
cd "$folder"
"${as_owner[@]}" "$bin/initdb" -D "$folder/data" -U lms -A trust -E UTF8 --locale=C >/dev/null
port="$("${OLDPWD}/.venv/bin/python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')"
"${as_owner[@]}" "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -w \
    -o "-p $port -k $folder -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=100" start >/dev/null
cd "$OLDPWD"
"${as_owner[@]}" "$bin/createdb" -h 127.0.0.1 -p "$port" -U lms lms
DATABASE_URL="postgres://lms@127.0.0.1:$port/lms" "$@"
