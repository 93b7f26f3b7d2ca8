#!/usr/bin/env bash
# The deploy check under production settings with the least an operator must set; and the refusal without it.
set -euo pipefail
cd "$(dirname "$0")/.."
export DJANGO_SETTINGS_MODULE=lms.settings.production
export SECRET_KEY ALLOWED_HOSTS SECOND_FACTOR_KEYS
SECRET_KEY="$(head -c 64 /dev/urandom | base64 -w0)"
ALLOWED_HOSTS=lms.example.gov.vn
SECOND_FACTOR_KEYS="$(head -c 32 /dev/urandom | base64 -w0 | tr '+/' '-_')"
for needed in SECRET_KEY ALLOWED_HOSTS SECOND_FACTOR_KEYS; do
    if env -u "$needed" .venv/bin/python manage.py check >/dev/null 2>&1; then
        echo "production settings start without $needed" >&2
        exit 1
    fi
done
.venv/bin/python manage.py check --deploy --fail-level WARNING
