"""Pages that belong to no room: health, files, a form that went stale."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Alive: the process answers."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Ready: the database answers and every migration has been applied; 503 otherwise."""
    from django.db.migrations.executor import MigrationExecutor
    from django.db.utils import DatabaseError

    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return JsonResponse({"ready": False, "database": "unreachable"}, status=503)
    if pending:
        return JsonResponse({"ready": False, "pending_migrations": len(pending)}, status=503)
    return JsonResponse({"ready": True})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say in one sentence what happened and what to do, instead of Django's English page."""
    return render(request, "403_csrf.html", status=403)
