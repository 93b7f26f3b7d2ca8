"""A bare Django site of one view that does one indexed insert: what everything is compared with."""

import os

import environ
from django.conf import settings

if not settings.configured:
    DATABASE = environ.Env().db("DATABASE_URL")
    settings.configure(
        DATABASES={"default": {**DATABASE, "CONN_MAX_AGE": 60}},
        ROOT_URLCONF=__name__,
        MIDDLEWARE=[],
        ALLOWED_HOSTS=["127.0.0.1"],
        SECRET_KEY=os.environ["SECRET_KEY"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    )

from django.core.wsgi import get_wsgi_application
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path

application = get_wsgi_application()

# Made by whoever measures: the site has no migrations.
TABLE = """
CREATE TABLE bare_entry (
    id bigserial PRIMARY KEY, person integer NOT NULL, number integer NOT NULL,
    answer varchar(20) NOT NULL, UNIQUE (person, number)
)
"""


class Entry(models.Model):
    person = models.IntegerField()
    number = models.IntegerField()
    answer = models.CharField(max_length=20)

    class Meta:
        app_label = "bare"
        constraints = [models.UniqueConstraint(fields=("person", "number"), name="bare_entry_once")]


def insert(request: HttpRequest, person: int, number: int) -> HttpResponse:
    with transaction.atomic():
        entry = Entry._default_manager.create(
            person=person, number=number, answer=request.body.decode()
        )
    return HttpResponse(str(entry.pk))


urlpatterns = [path("<int:person>/<int:number>/", insert)]
