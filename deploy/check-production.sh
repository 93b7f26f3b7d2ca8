#!/usr/bin/env bash
# The deploy check under production settings with the least an operator must set; and the refusal without it.
set -euo pipefail
cd "$(dirname "$0")/.."
export DJANGO_SETTINGS_MODULE=lms.settings.production
if env -u SECRET_KEY -u ALLOWED_HOSTS .venv/bin/python manage.py check >/dev/null 2>&1; then
    echo "production settings start without a secret key" >&2
    exit 1
fi
SECRET_KEY="$(head -c 64 /dev/urandom | base64 -w0)" ALLOWED_HOSTS=lms.example.gov.vn \
    .venv/bin/python manage.py check --deploy --fail-level WARNING
