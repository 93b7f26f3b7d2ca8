"""Every page of the stories: no serious barrier, no scrolling sideways on a phone, no error."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser import learning
from tests.browser.conftest import Site, sign_in
from tests.browser.small_course import SmallCourse, load_small_course

pytestmark = pytest.mark.browser

SERIOUS = {"serious", "critical"}
RULES = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
Looks = tuple[ViewportSize, Literal["light", "dark"]]
WIDE: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 360, "height": 740}
# Each run scans one look and measures both widths; the nightly one scans every look.
USUAL: list[Looks] = [(WIDE, "light")]
OTHERS: list[Looks] = [(WIDE, "dark"), (NARROW, "light"), (NARROW, "dark")]
VISITOR = [
    "/",
    "/accounts/login/",
    "/accounts/password/reset/",
    "/courses/",
    "/courses/?q=khongcokhoahocnao",
    "/courses/{course}/",
    "/verify/",
    "/verify/AAAA-AAAA-AAAA-AAAA/",
    "/help/",
    "/help/trainer/",
    "/no-such-page/",
]
LEARNER = [
    "/",
    "/courses/",
    "/courses/tu-chinh-quyen-dien-tu-den-chinh-quyen-so/",
    "/courses/{course}/",
    "/courses/{course}/ket-noi/",
    "/courses/{course}/ket-noi/nen-tang/",
    "/courses/van-ban-dien-tu-chu-ky-so-va-iso-dien-tu/the-thuc-van-ban/chin-thanh-phan/",
    "/courses/{course}/kiem-tra-cuoi-khoa/",
    "{attempt}",
    "{attempt}review/",
    "{failed}",
    "{passed}",
    "/my/learning/",
    "/my/competencies/",
    "/my/certificates/",
    "{certificate}",
    "{verify}",
    "/help/learner/",
    "/accounts/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/password/change/",
    "/accounts/sessions/",
]
MANAGER = [
    "/agency/",
    "/agency/so-tttt/",
    "/agency/so-tttt/people/",
    "/agency/so-tttt/people/hocvien/",
    "/agency/so-tttt/assignments/",
    "/agency/so-tttt/competency-report/",
    "/agency/so-tttt/competency-report/?as_of=2999-01-01",
    "/help/manager/",
]

TRAINER = [
    "/cms/",
    "/cms/pages/{catalogue}/",
    "/cms/pages/{course}/",
    "/cms/pages/{course}/edit/",
    "/cms/pages/{lesson}/edit/",
    "/cms/pages/{lesson}/history/",
    "/cms/pages/{quiz}/edit/",
    "/cms/pages/add/courses/coursepage/{catalogue}/",
    "/cms/question/",
    "/cms/question/new/",
    "/cms/images/",
    "/cms/documents/",
    "/cms/reports/workflow/",
    "/cms/account/",
]


@dataclass
class Places:
    """The addresses of what the learner made on the way."""

    course: SmallCourse
    known: dict[str, str] = field(default_factory=dict)

    def address(self, pattern: str) -> str:
        return pattern.format(course=self.course.slug, **self.known)


@pytest.fixture(scope="module")
def places(site: Site, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Places:
    """Let a learner fail and pass a quiz, start it again, and hold a certificate."""
    folder = tmp_path_factory.mktemp("courses")
    course = load_small_course(site, folder, "THU-04", "Trang nào cũng dùng được")
    context = browser.new_context(base_url=site.url)
    page = context.new_page()
    sign_in(page, "hocvien")
    places = Places(course)
    learning.enrol(page, course)
    learning.read_lessons(page, course)
    for result, right in (("failed", False), ("passed", True)):
        learning.take_quiz(page, course, right=right)
        places.known[result] = page.url
    learning.follow(page, "Xem giấy xác nhận của bạn")
    places.known["certificate"] = page.url
    verify = learning.where(page.locator("main a[href*='/verify/']").first)
    places.known["verify"] = verify
    page.goto(course.path)
    learning.press(page, "Học lại khóa học")
    learning.read_lessons(page, course)
    places.known["attempt"] = learning.start_quiz(page, course)
    learning.choose(learning.questions(page).first, right=True)
    context.close()
    return places


@pytest.fixture
def looked_at(browser: Browser, site: Site) -> Iterator[Page]:
    context = browser.new_context(base_url=site.url, locale="vi-VN", reduced_motion="reduce")
    yield context.new_page()
    context.close()


def scan(
    page: Page,
    addresses: list[str],
    looks: list[Looks],
    widths: Sequence[ViewportSize] = (WIDE, NARROW),
) -> list[str]:
    """Return what is wrong with the pages, each looked at in the given ways."""
    wrong: list[str] = []
    place = [""]
    page.on("pageerror", lambda error: wrong.append(f"{place[0]} script error: {error}"))
    page.on(
        "console",
        lambda line: (
            wrong.append(f"{place[0]} console: {line.text}")
            if line.type == "error" and "status of 4" not in line.text
            else None
        ),
    )
    for address in addresses:
        place[0] = address
        page.goto(address)
        language = page.locator("html").get_attribute("lang")
        wrong += [f"{address} is in {language}"] if language != "vi" else []
        page.evaluate(AXE_SCRIPT)
        for size, scheme in looks:
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme)
            wrong += [f"{address} {size['width']} {scheme} {v}" for v in violations(page)]
        wrong += [f"{address} {wide}" for size in widths if (wide := too_wide(page, size))]
    return wrong


def violations(page: Page) -> list[str]:
    """Return the serious barriers of a page into which axe has been put."""
    found = page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]
    return [
        f"{rule['id']} ({rule['impact']}): {rule['nodes'][0]['html'][:200]}"
        for rule in found
        if rule["impact"] in SERIOUS
    ]


def too_wide(page: Page, size: ViewportSize) -> str:
    """Return what a window of this size cannot show without scrolling sideways."""
    page.set_viewport_size(size)
    if (width := page.evaluate("document.documentElement.scrollWidth")) <= size["width"]:
        return ""
    culprit = page.evaluate("""() => [...document.querySelectorAll("main *")]
        .find(e => e.getBoundingClientRect().right > innerWidth + 1)?.outerHTML.slice(0, 200)""")
    return f"is {width} px wide in {size['width']}: {culprit}"


every_look = pytest.mark.parametrize(
    "looks", [USUAL, pytest.param(OTHERS, marks=pytest.mark.nightly)], ids=["", "others"]
)


@every_look
def test_the_pages_of_a_visitor_can_be_used_by_everybody(
    looked_at: Page, places: Places, looks: list[Looks]
):
    addresses = [places.address(pattern) for pattern in [*VISITOR, "{verify}"]]
    assert scan(looked_at, addresses, looks) == []


@every_look
def test_the_pages_of_a_learner_can_be_used_by_everybody(
    looked_at: Page, places: Places, looks: list[Looks]
):
    sign_in(looked_at, "hocvien")
    addresses = [places.address(pattern) for pattern in LEARNER]
    assert scan(looked_at, addresses, looks) == []


@every_look
def test_the_pages_of_a_manager_can_be_used_by_everybody(looked_at: Page, looks: list[Looks]):
    sign_in(looked_at, "lanhdao")
    assert scan(looked_at, MANAGER, looks) == []


FIRST_PAGES = """
from assessments.models import QuizPage
from courses.models import CataloguePage, CoursePage, LessonPage
kinds = {"catalogue": CataloguePage, "course": CoursePage, "lesson": LessonPage, "quiz": QuizPage}
print(*(f"{name}={kind.objects.order_by('pk').first().pk}" for name, kind in kinds.items()))
"""


@pytest.mark.nightly
def test_the_pages_of_a_trainer_can_be_used_by_everybody(site: Site, looked_at: Page):
    """The CMS brings its own colours and menus: one look."""
    pages = dict(
        pair.split("=") for pair in site.manage("shell", "-v", "0", "-c", FIRST_PAGES).split()
    )
    sign_in(looked_at, "giangvien")
    addresses = [pattern.format(**pages) for pattern in TRAINER]
    assert scan(looked_at, addresses, USUAL, widths=[WIDE]) == []


def test_what_stands_in_the_way_is_found(looked_at: Page):
    """A page with barriers is not let through: the scan itself works."""
    looked_at.goto("/accounts/login/")
    looked_at.locator("#id_login").evaluate("field => field.labels[0].remove()")
    looked_at.evaluate(AXE_SCRIPT)
    assert any(re.match("label ", violation) for violation in violations(looked_at))
