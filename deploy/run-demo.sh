#!/usr/bin/env bash
# Prepares the database, loads the demonstration once, then serves the site as in production, but for
# this machine alone and without TLS, with a task worker beside it.
set -euo pipefail
cd "$(dirname "$0")/.."
port="${PORT:-8000}"
export LMS_VAR_DIR="${LMS_VAR_DIR:-$PWD/var}"
export DJANGO_SETTINGS_MODULE="${DJANGO_SETTINGS_MODULE:-lms.settings.production}"
export DEMONSTRATION="${DEMONSTRATION:-1}"
export BASE_URL="${BASE_URL:-http://127.0.0.1:$port}"
export BIND="127.0.0.1:$port"
export ALLOWED_HOSTS="${ALLOWED_HOSTS:-127.0.0.1,localhost}"
export HTTPS="${HTTPS:-false}"
export SECOND_FACTOR_REQUIRED_FOR="${SECOND_FACTOR_REQUIRED_FOR:-none}"
export LOG_STYLE="${LOG_STYLE:-plain}"
export SUPPORT_EMAIL="${SUPPORT_EMAIL:-hotro@tinh.example}" SUPPORT_PHONE="${SUPPORT_PHONE:-}"
python=.venv/bin/python

# Made once: whoever is signed in stays so when the site is started again.
mkdir -p "$LMS_VAR_DIR"
if [[ -z "${SECRET_KEY:-}" ]]; then
    key="$LMS_VAR_DIR/demonstration-key"
    [[ -s "$key" ]] || (umask 077 && $python -c 'import secrets; print(secrets.token_urlsafe(64))' >"$key")
    SECRET_KEY="$(<"$key")"
    export SECRET_KEY
fi

if [[ -z "${SECOND_FACTOR_KEYS:-}" ]]; then
    key="$LMS_VAR_DIR/demonstration-second-factor-key"
    [[ -s "$key" ]] || (umask 077 && $python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())' >"$key")
    SECOND_FACTOR_KEYS="$(<"$key")"
    export SECOND_FACTOR_KEYS
fi

$python manage.py prepare_demo
nice -n 10 $python manage.py db_worker --no-startup-delay >"$LMS_VAR_DIR/worker.log" 2>&1 &
# What timers do in production: pages planned for a time, and whatever is owed and was not done.
while sleep 120; do
    $python manage.py publish_scheduled || true
    $python manage.py take_up_owed || true
done >>"$LMS_VAR_DIR/worker.log" 2>&1 &
trap 'kill $(jobs -p) 2>/dev/null || true' EXIT
$python manage.py print_demo_accounts
.venv/bin/gunicorn -c deploy/gunicorn.conf.py lms.wsgi
