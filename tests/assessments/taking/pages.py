"""The pages of an attempt as the tests ask for them."""

import json

from django.test import Client
from django.urls import reverse

from assessments.models import Attempt
from tests.assessments.makers import RIGHT

FORM = {
    "sequence": "0",
    "q1": "00000001",
    "q2": ["00000001", "00000002"],
    "q3": "true",
    "q4": "Nền tảng",
    "q5": "46,4",
    **{f"q6_{left}": right for left, right in RIGHT["matching"].items()},
}


def url(name: str, attempt: Attempt) -> str:
    return reverse(name, args=[attempt.pk])


def save(client: Client, attempt: Attempt, **message: object):
    return client.post(
        url("attempt_answer", attempt), json.dumps(message), content_type="application/json"
    )
