"""How many statements and commits one sign-in, landing page and saved answer take."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.benchmarks.examinee import Examinee, answers_on, start_address

Count = tuple[int, int]


def of_an_exam(examinee: Examinee) -> dict[str, Count]:
    """Return (statements, commits) by step for one person whom nobody else disturbs."""
    client = Client(HTTP_HOST="127.0.0.1")
    form = {"login": examinee.code, "password": examinee.password}
    counts: dict[str, Count] = {}

    def step(name: str, ask: Callable[[], Any]) -> Any:
        with CaptureQueriesContext(connection) as captured:
            answer = ask()
        commits = sum(query["sql"] == "COMMIT" for query in captured)
        counts[name] = len(captured), commits
        return answer

    # Once for what a process remembers: content types, the site, templates.
    for address in ("/accounts/login/", "/"):
        client.get(address)
    landing = step("sign-in", lambda: client.post("/accounts/login/", form))["Location"]
    client.get(landing)
    step("landing page", lambda: client.get(landing))
    quiz = client.get(examinee.quiz).content.decode()
    attempt = urlsplit(client.post(start_address(quiz))["Location"]).path
    answers = list(answers_on(client.get(attempt).content.decode()))

    def save(sequence: int) -> Any:
        slot, answer = answers[sequence]
        message = json.dumps({"slot": slot, "answer": answer, "sequence": sequence})
        return client.post(f"{attempt}answer/", message, content_type="application/json")

    save(1)
    assert step("save", lambda: save(2)).status_code == 200
    return counts
