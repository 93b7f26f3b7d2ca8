"""Logs: one JSON object a line, about acts and not about people.

A line names who acted by an internal number, never by name, code or address, and where by the
pattern of the address, because addresses carry codes and one-time keys. Everything outside ASCII
and every control character is escaped, so that no input can forge a line or reach a terminal.
"""

import logging
import re
import time
import uuid
from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from structlog.typing import EventDict, Processor

QUIET = ("/healthz", "/readyz", "/static/")
_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}\Z")
log = structlog.get_logger("lms.request")


def address_of(request: HttpRequest) -> str:
    """Return where a request went, without query string and without values taken from it."""
    match = request.resolver_match
    if match is not None and match.kwargs:
        return f"/{match.route}"
    return request.path_info[:200]


def request_id_of(request: HttpRequest) -> str:
    """Return the proxy's number of this request if it is one, otherwise a new one."""
    given = request.headers.get("X-Request-ID", "")
    return given if _REQUEST_ID.match(given) else uuid.uuid4().hex


class RequestLogMiddleware:
    """Writes one line a request, and gives every line meanwhile the same number."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        started = time.perf_counter()
        request_id = request_id_of(request)
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.get_response(request)
            response["X-Request-ID"] = request_id
            if not request.path_info.startswith(QUIET):
                self._write(request, response, time.perf_counter() - started)
        return response

    @staticmethod
    def _write(request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
        user = getattr(request, "user", None)
        facts: dict[str, Any] = {
            "method": request.method,
            "path": address_of(request),
            "status": response.status_code,
            "ms": round(seconds * 1000),
            "user": user.pk if user is not None and user.is_authenticated else None,
        }
        if settings.LMS_LOG_CLIENT_ADDRESS:
            facts["address"] = request.META.get("REMOTE_ADDR", "")
        log.info("request", **facts)


def without_addresses(logger: Any, method: str, event: EventDict) -> EventDict:
    """Take addresses out of Django's own messages: the line of the request has the safe form."""
    record: logging.LogRecord | None = event.get("_record")
    if record is not None and record.name.startswith("django.request"):
        event["event"] = "unhandled exception" if record.exc_info else "refused"
    return event


BEFORE: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
# One list for good: loggers keep the one they first wrote with.
PROCESSORS = [*BEFORE, structlog.stdlib.ProcessorFormatter.wrap_for_formatter]


def logging_settings(*, level: str, style: str) -> dict[str, Any]:
    """Return Django's LOGGING: `style` is "json", or "plain" for a developer's terminal."""
    structlog.configure(
        processors=PROCESSORS,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    renderer: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=True, sort_keys=True)
        if style == "json"
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "structured": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": BEFORE,
                "processors": [
                    without_addresses,
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.format_exc_info,
                    renderer,
                ],
            }
        },
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "structured"},
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Django's own handlers are replaced; refusals are in the line of the request.
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.request": {"handlers": [], "level": "ERROR", "propagate": True},
            # Somebody else's host name: the line of the request says 400.
            "django.security.DisallowedHost": {"handlers": [], "level": "CRITICAL"},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
            # The steps of every document that is drawn.
            "weasyprint.progress": {"handlers": [], "level": "WARNING", "propagate": True},
            "fontTools": {"handlers": [], "level": "WARNING", "propagate": True},
        },
    }
