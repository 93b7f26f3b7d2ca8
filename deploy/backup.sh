#!/usr/bin/env bash
# Writes one dated folder with the database and everything below LMS_VAR_DIR; keeps the last 30.
# Usage: deploy/backup.sh FOLDER   (DATABASE_URL and LMS_VAR_DIR from the environment)
set -euo pipefail
target="${1:?name the folder that holds the backups}"
cd "$(dirname "$0")/.."
umask 077
var="${LMS_VAR_DIR:-$PWD/var}"
folder="$target/$(date +%Y%m%d-%H%M%S)"
mkdir -p "$folder"

case "${DATABASE_URL:-sqlite}" in
    postgres*) pg_dump --format=custom --file="$folder/database.dump" "$DATABASE_URL" ;;
    *) .venv/bin/python -c 'import sqlite3, sys
source, copy = sqlite3.connect(sys.argv[1]), sqlite3.connect(sys.argv[2])
source.backup(copy)' "$var/lms.sqlite3" "$folder/lms.sqlite3" ;;
esac
tar --create --gzip --file="$folder/files.tar.gz" --directory="$var" \
    --exclude='*.sqlite3*' --exclude=./static .
(cd "$folder" && sha256sum -- * > SHA256SUMS)
find "$target" -mindepth 1 -maxdepth 1 -type d -name '20*' | sort | head -n -30 | xargs -r rm -rf --
echo "$folder"
