"""Where the links of a text lead: `module/lesson` below the course, or `/courses/other/`."""

from dataclasses import dataclass, field

from wagtail.models import Page, Site

from courses.models import CoursePage


@dataclass
class Links:
    """`open` are links to pages below the course that are not there yet."""

    course: CoursePage | None = None
    open: set[str] = field(default_factory=set)

    def find(self, name: str) -> int | None:
        """Return the number of the page, or None. Pages elsewhere are found if published."""
        path = name.strip("/") + "/"
        if name.startswith("/"):
            root = _root_path()
            page = Page.objects.live().filter(url_path=f"{root}{path.lstrip('/')}").first()
            return page.pk if page else None
        if self.course is not None and self.course.pk is not None:
            below = self.course.url_path
            page = Page.objects.filter(url_path=below if path == "./" else f"{below}{path}").first()
            if page is not None:
                return int(page.pk)
        self.open.add(name)
        return None


def name_of_page(pk: int, course: CoursePage) -> str:
    """Return the link by which a page is found again; empty for one that is gone."""
    page = Page.objects.filter(pk=pk).first()
    if page is None:
        return ""
    if page.url_path.startswith(course.url_path):
        return "page:" + (page.url_path.removeprefix(course.url_path).rstrip("/") or ".")
    root = _root_path()
    if page.live and page.url_path.startswith(root):
        return "page:/" + page.url_path.removeprefix(root)
    return ""


def _root_path() -> str:
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    return str(site.root_page.url_path) if site else "/"
