"""Pages that belong to no room: health, files, a form that went stale."""

from django.core.files.storage import default_storage
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lms.web.files import audience_of, may_have, serve
from lms.web.health import MigrationsPending, check_database, check_migrations


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Alive: the process answers."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Ready: the database answers and every migration has been applied; 503 otherwise."""
    try:
        check_database()
        check_migrations()
    except DatabaseError:
        return JsonResponse({"ready": False, "database": "unreachable"}, status=503)
    except MigrationsPending as pending:
        answer = {"ready": False, "pending_migrations": pending.args[0]}
        return JsonResponse(answer, status=503)
    return JsonResponse({"ready": True})


@require_safe
def media_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """A picture or recording of the library; 404 for what is not there or not for this person."""
    audience = audience_of(path)
    if audience is None or not may_have(request.user, audience):
        raise Http404
    try:
        return serve(request, default_storage, path, audience)
    except (FileNotFoundError, IsADirectoryError) as missing:
        raise Http404 from missing


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say in one sentence what happened and what to do, instead of Django's English page."""
    return render(request, "403_csrf.html", status=403)
