#!/usr/bin/env bash
# Prepares the database, loads the demonstration once, then serves the site with a task worker beside it.
set -euo pipefail
cd "$(dirname "$0")/.."
port="${PORT:-8000}"
export DEMONSTRATION="${DEMONSTRATION:-1}"
export BASE_URL="${BASE_URL:-http://127.0.0.1:$port}"
python=.venv/bin/python

$python manage.py prepare_demo
nice -n 10 $python manage.py db_worker --no-startup-delay >"${LMS_VAR_DIR:-var}/worker.log" 2>&1 &
# What timers do in production: pages planned for a time, quizzes whose time is up.
while sleep 120; do
    $python manage.py publish_scheduled && $python manage.py close_expired_attempts
done >>"${LMS_VAR_DIR:-var}/worker.log" 2>&1 &
trap 'kill $(jobs -p) 2>/dev/null || true' EXIT
$python manage.py print_demo_accounts
$python manage.py runserver --noreload "127.0.0.1:$port"
