"""What is printed on a certificate: frozen when it is issued, never looked up again."""

import datetime as dt
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any, Self

from certificates.words import DocumentKind
from lms.core.days import last_day_before
from lms.core.frozen import stamped, unstamped
from lms.core.text import clean

if TYPE_CHECKING:
    from certificates.models import Certificate, CertificateDesign

PRINTED_VERSION = 1
# Longer than any field allows; a text without end would take the renderer minutes to set.
LONGEST = 300
# In characters; measured on the sheet.
MOST_AT_USUAL_SIZE = 480


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """A completed course as its certificate tells it. `reference` is the course's stable name."""

    reference: str
    title: str
    code: str
    credited_periods: int
    minutes: int
    started_on: dt.date
    completed_on: dt.date


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a kind of document. In Vietnamese whatever the interface's language."""

    title: str
    subtitle: str
    verb: str
    achievement: str


# What the law lets an institution call its document: a province's own platform confirms, only an
# authorised institution certifies.
WORDINGS: dict[str, Wording] = {
    DocumentKind.XAC_NHAN: Wording(
        "Giấy xác nhận",
        "Hoàn thành khóa học trực tuyến",
        "xác nhận",
        "đã hoàn thành khóa học trực tuyến",
    ),
    DocumentKind.CHUNG_NHAN: Wording(
        "Giấy chứng nhận",
        "Hoàn thành chương trình tập huấn",
        "chứng nhận",
        "đã hoàn thành chương trình tập huấn",
    ),
    DocumentKind.CHUNG_CHI: Wording(
        "Chứng chỉ",
        "Hoàn thành chương trình bồi dưỡng",
        "cấp chứng chỉ cho",
        "đã hoàn thành chương trình bồi dưỡng",
    ),
}


@dataclass(frozen=True, slots=True)
class PrintedCertificate:
    """Every text and date on the document. `background` is a name in the media storage.

    A field that is added has a default: what stands in its place on the documents before.
    """

    document_kind: str
    governing_body: str
    issuer: str
    place: str
    signer_title: str
    signer_name: str
    authority_decision: str
    note: str
    background: str
    honorific: str
    learner_name: str
    date_of_birth: dt.date | None
    position: str
    agency_name: str
    course_title: str
    course_code: str
    credited_periods: int
    minutes: int
    started_on: dt.date
    completed_on: dt.date
    issued_on: dt.date
    expires_on: dt.date | None
    register_number: str
    serial: str
    verification_url: str

    @property
    def wording(self) -> Wording:
        return WORDINGS[self.document_kind]

    @property
    def document_title(self) -> str:
        """“Giấy xác nhận hoàn thành khóa học trực tuyến”."""
        subtitle = self.wording.subtitle
        return f"{self.wording.title} {subtitle[0].lower()}{subtitle[1:]}"

    @property
    def place_and_date(self) -> str:
        """“Bắc Giang, ngày 05 tháng 02 năm 2026”, zeros as Decree 30/2020 writes them."""
        day = self.issued_on
        month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
        return f"{self.place}, ngày {day.day:02d} tháng {month} năm {day.year}"

    @property
    def valid_through(self) -> dt.date | None:
        """The last day on which it is valid."""
        return last_day_before(self.expires_on)

    @property
    def post(self) -> str:
        return ", ".join(part for part in (self.position, self.agency_name) if part)

    @property
    def learner_size(self) -> str:
        return size_of(self.learner_name, (34, 50, 64, 85))

    @property
    def course_size(self) -> str:
        return size_of(self.course_title, (56, 120, 180, 240))

    @property
    def is_dense(self) -> bool:
        """Whether the texts together are more than a sheet of the usual sizes holds."""
        texts = (self.learner_name, self.course_title, self.post, self.issuer)
        return sum(len(text) for text in texts) > MOST_AT_USUAL_SIZE

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON: dates as YYYY-MM-DD."""
        values = {
            key: value.isoformat() if isinstance(value, dt.date) else value
            for key, value in asdict(self).items()
        }
        return stamped(values, PRINTED_VERSION)

    @classmethod
    def from_json(cls, printed: dict[str, Any]) -> Self:
        """Read what `to_json` wrote in this release or an earlier one.

        Raises NewerRecord, and TypeError when a field without a default is missing.
        """
        dates = {f.name for f in fields(cls) if "date" in str(f.type)}
        values: dict[str, Any] = {
            key: dt.date.fromisoformat(value) if value and key in dates else value
            for key, value in unstamped(
                printed, newest=PRINTED_VERSION, what="a certificate"
            ).items()
        }
        return cls(**values)


def size_of(text: str, limits: tuple[int, ...]) -> str:
    """Return "1" (large) to "5" (small): how big a text is set by its length in characters."""
    return str(1 + sum(len(text) > limit for limit in limits))


def printed_sample(design: "CertificateDesign", *, background: str = "") -> PrintedCertificate:
    """Return an invented document in a design, for its preview."""
    return freeze(
        design=design,
        background=background,
        honorific="Bà",
        learner_name="Nguyễn Thị Minh Hạnh",
        date_of_birth=dt.date(1988, 9, 2),
        position="Chuyên viên công nghệ thông tin",
        agency_name="Văn phòng Ủy ban nhân dân tỉnh",
        course=CourseFacts(
            reference="",
            title="Từ chính quyền điện tử đến chính quyền số",
            code="CĐS-01",
            credited_periods=16,
            minutes=720,
            started_on=dt.date(2026, 10, 5),
            completed_on=dt.date(2026, 10, 23),
        ),
        issued_on=dt.date(2026, 10, 23),
        expires_on=None,
        register_number=f"0001/2026/{design.register_suffix}",
        serial="MAU2-MAU2-MAU2-MAU2",
        verification_url="",
    )


def freeze(
    *,
    design: "CertificateDesign",
    background: str,
    honorific: str,
    learner_name: str,
    date_of_birth: dt.date | None,
    position: str,
    agency_name: str,
    course: CourseFacts,
    issued_on: dt.date,
    expires_on: dt.date | None,
    register_number: str,
    serial: str,
    verification_url: str,
) -> PrintedCertificate:
    """Return what is printed, all text in normal form without invisible characters."""
    return PrintedCertificate(
        document_kind=design.document_kind,
        governing_body=_printable(design.governing_body),
        issuer=_printable(design.issuer),
        place=_printable(design.place),
        signer_title=_printable(design.signer_title),
        signer_name=_printable(design.signer_name),
        authority_decision=_printable(design.authority_decision),
        note=_printable(design.note),
        background=background,
        honorific=honorific,
        learner_name=_printable(learner_name),
        date_of_birth=date_of_birth,
        position=_printable(position),
        agency_name=_printable(agency_name),
        course_title=_printable(course.title),
        course_code=_printable(course.code),
        credited_periods=course.credited_periods,
        minutes=course.minutes,
        started_on=course.started_on,
        completed_on=course.completed_on,
        issued_on=issued_on,
        expires_on=expires_on,
        register_number=register_number,
        serial=serial,
        verification_url=verification_url,
    )


def _printable(text: str) -> str:
    text = clean(text)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def printed_on(certificate: "Certificate") -> PrintedCertificate:
    return PrintedCertificate.from_json(certificate.printed)


def course_as_printed(certificate: "Certificate", *, title: str = "") -> CourseFacts:
    """Return the course as a document tells it, under another title where one is given."""
    printed = printed_on(certificate)
    return CourseFacts(
        reference=certificate.course_reference,
        title=clean(title) or certificate.course_title,
        code=printed.course_code,
        credited_periods=printed.credited_periods,
        minutes=printed.minutes,
        started_on=printed.started_on,
        completed_on=printed.completed_on,
    )
