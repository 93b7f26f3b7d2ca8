"""One person who takes an exam over HTTP, as a browser would, and notes how long each step took."""

import http.client
import itertools
import json
import random
import re
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
START = re.compile(r'action="(/quizzes/\d+/start/)"')
RADIO = re.compile(r'<input type="radio" name="q(\d+)" value="([^"]+)"')
FORM = "application/x-www-form-urlencoded"
# Steps at which nobody may be asked to wait: the clock of the exam is running.
UNDER_THE_CLOCK = ("questions", "save", "review", "submit", "result")


class Failed(Exception):
    """A person got an answer that ends the exam for them."""


@dataclass
class Reply:
    status: int
    location: str
    text: str


@dataclass
class Figures:
    """What all people together have seen; lists and dicts of CPython need no lock for this."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    asked_to_wait: int = 0
    failures: list[str] = field(default_factory=list)
    # What was saved, by the attempt's number: {slot: answer}.
    saved: dict[str, dict[int, str]] = field(default_factory=dict)


class Browser:
    """Cookies and one connection a request: so does the proxy in front of the site ask it."""

    def __init__(self, port: int, figures: Figures, patience: float) -> None:
        self.port, self.figures, self.patience = port, figures, patience
        self.cookies: dict[str, str] = {}

    def ask(self, step: str, path: str, body: str = "", kind: str = FORM, token: str = "") -> Reply:
        """Send one request; come again as often as the site asks for it."""
        began = time.perf_counter()
        while True:
            reply, again_in = self._send(path, body, kind, token)
            if again_in is None or step in UNDER_THE_CLOCK:
                break
            self.figures.asked_to_wait += 1
            time.sleep(again_in)
        self.figures.seconds[step].append(time.perf_counter() - began)
        if reply.status >= 400:
            raise Failed(f"{step}: {reply.status}")
        return reply

    def _send(self, path: str, body: str, kind: str, token: str) -> tuple[Reply, float | None]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.patience)
        cookies = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        headers = {"Cookie": cookies, "Accept": "text/html" if kind == FORM else "*/*"}
        if body:
            headers |= {"Content-Type": kind, "X-CSRFToken": token}
        try:
            connection.request("POST" if body else "GET", path, body or None, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        except (OSError, http.client.HTTPException) as error:
            raise Failed(f"{path.split('/')[1]}: {type(error).__name__}") from error
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie") or ():
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        again_in = None
        if answer.status == 503 and "Retry-After" in answer.headers:
            again_in = float(answer.headers["Retry-After"])
        return Reply(answer.status, answer.headers.get("Location", ""), text), again_in


@dataclass(frozen=True)
class Sheet:
    """A running attempt in one person's browser."""

    browser: Browser
    address: str
    token: str
    answers: list[tuple[int, str]]
    sequences: Iterator[int] = field(default_factory=lambda: itertools.count(1))


@dataclass(frozen=True)
class Examinee:
    code: str
    password: str
    course: str
    quiz: str

    def take_exam(self, port: int, figures: Figures, patience: float) -> bool:
        """Go from signing in to the result; return whether it was reached."""
        try:
            sheet = self.arrive(port, figures, patience)
            answer(sheet)
            hand_in(sheet)
        except Failed as failed:
            figures.failures.append(str(failed))
            return False
        return True

    def arrive(self, port: int, figures: Figures, patience: float) -> Sheet:
        """Sign in, find the quiz, start it."""
        browser = Browser(port, figures, patience)
        token = _token(browser.ask("sign-in page", "/accounts/login/"))
        form = {"login": self.code, "password": self.password, "csrfmiddlewaretoken": token}
        reply = browser.ask("sign-in", "/accounts/login/", urlencode(form))
        if reply.status != 302:
            raise Failed(f"sign-in: {reply.status} without going on")
        browser.ask("landing page", reply.location)
        browser.ask("course page", self.course)
        page = browser.ask("quiz page", self.quiz)
        form = {"csrfmiddlewaretoken": _token(page)}
        reply = browser.ask("start", start_address(page.text), urlencode(form))
        address = urlsplit(reply.location).path
        page = browser.ask("questions", address)
        answers = list(answers_on(page.text, random.Random(self.code)))
        return Sheet(browser, address, _token(page), answers)


def answer(sheet: Sheet) -> None:
    """Save every answer by itself."""
    number = sheet.address.strip("/").rpartition("/")[2]
    saved = sheet.browser.figures.saved.setdefault(number, {})
    for sequence, (slot, option) in enumerate(sheet.answers, start=1):
        message = json.dumps({"slot": slot, "answer": option, "sequence": sequence})
        to = f"{sheet.address}answer/"
        sheet.browser.ask("save", to, message, "application/json", sheet.token)
        saved[slot] = option


def save(sheet: Sheet) -> None:
    """Save one more answer to one of the questions, after all that were saved before."""
    sequence = next(sheet.sequences)
    slot, option = sheet.answers[sequence % len(sheet.answers)]
    message = json.dumps({"slot": slot, "answer": option, "sequence": sequence})
    to = f"{sheet.address}answer/"
    sheet.browser.ask("save", to, message, "application/json", sheet.token)


def hand_in(sheet: Sheet) -> None:
    page = sheet.browser.ask("review", f"{sheet.address}review/")
    form = {"csrfmiddlewaretoken": _token(page)}
    reply = sheet.browser.ask("submit", f"{sheet.address}submit/", urlencode(form))
    sheet.browser.ask("result", reply.location)


def _token(page: Reply) -> str:
    return TOKEN.findall(page.text)[-1]


def start_address(page: str) -> str:
    """Return where the button of a quiz page leads."""
    found = START.search(page)
    if found is None:
        raise Failed("quiz page: no way to start")
    return found[1]


def answers_on(page: str, rng: random.Random | None = None) -> Iterator[tuple[int, str]]:
    """Choose one of the options of every question on a page, as (slot, option)."""
    options = defaultdict(list)
    for slot, value in RADIO.findall(page):
        options[int(slot)].append(value)
    choose = (rng or random.Random()).choice
    for slot, values in options.items():
        yield slot, choose(values)
