"""Invented content for the gallery of components (`components/gallery.html`)."""

import datetime as dt
from types import SimpleNamespace
from typing import NamedTuple

from django import forms, template
from django.core.paginator import Page, Paginator
from django.utils import timezone

from lms.core.components import CourseCard, Download, PaletteItem, PersonRow, Step, Tab
from lms.demo.questions import sample_questions

register = template.Library()


class SampleForm(forms.Form):
    """One row of every kind; bound to bad data in the gallery, so that the errors show."""

    full_name = forms.CharField(label="Họ và tên", help_text="Viết đúng như trong hồ sơ cán bộ.")
    position = forms.ChoiceField(
        label="Vị trí việc làm",
        choices=[("", "Chọn một"), ("qtht", "Quản trị hệ thống"), ("attt", "An toàn thông tin")],
    )
    phone = forms.CharField(label="Số điện thoại", required=False)
    kind = forms.ChoiceField(
        label="Hình thức học",
        widget=forms.RadioSelect,
        choices=[("online", "Trực tuyến"), ("class", "Tập trung tại lớp")],
    )
    days = forms.MultipleChoiceField(
        label="Ngày có thể học",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("2", "Thứ Hai"), ("4", "Thứ Tư"), ("6", "Thứ Sáu")],
        help_text="Chọn một hoặc nhiều ngày.",
    )
    reason = forms.CharField(label="Lý do đăng ký", required=False, widget=forms.Textarea)
    agreed = forms.BooleanField(label="Tôi cam kết tham gia đủ các buổi học")


class SampleFilter(forms.Form):
    level = forms.ChoiceField(
        label="Mức độ", choices=[("", "Tất cả"), ("1", "Cơ bản"), ("2", "Nâng cao")]
    )
    length = forms.ChoiceField(
        label="Thời lượng", required=False, choices=[("", "Bất kỳ"), ("60", "Dưới 1 giờ")]
    )
    required_only = forms.BooleanField(label="Chỉ khóa bắt buộc", required=False)


@register.simple_tag
def gallery_samples() -> SimpleNamespace:
    return SimpleNamespace(
        courses=_courses(),
        steps=_steps(),
        questions=sample_questions(),
        people=_people(),
        palette=[
            PaletteItem(
                number=n,
                url=f"#q{n}",
                answered=n < 9,
                flagged=n in {4, 12},
                current=n == 9,
            )
            for n in range(1, 21)
        ],
        facts=[
            ("Mã khóa học", "CĐS-01"),
            ("Công nhận", "4 tiết"),
            ("Căn cứ pháp lý", "Luật Chuyển đổi số số 148/2025/QH15, hiệu lực từ 01/07/2026"),
        ],
        tabs=[
            Tab("Đang học", "#", current=True, count=3),
            Tab("Đã hoàn thành", "#", count=12),
            Tab("Được giao", "#", count=0),
        ],
        downloads=[
            Download(
                label="Báo cáo năng lực của Sở Tư pháp",
                url="#",
                format="PDF",
                size=384_512,
            ),
            Download(
                label="Danh sách cán bộ",
                url="#",
                format="XLSX",
                size=51_200,
                note="Mở được bằng Excel và LibreOffice.",
            ),
        ],
        crumbs=[
            ("Trang chủ", "/"),
            ("Khóa học", "/courses/"),
            ("Văn bản điện tử, chữ ký số và ISO điện tử", "#"),
        ],
        consequences=["Bài làm được chấm ngay và không sửa được nữa.", "Bạn còn 1 lần làm bài."],
        heat=_heat(),
        page_obj=_page(),
        form=SampleForm(),
        bad_form=SampleForm(
            {"full_name": "", "kind": "other", "phone": "0204 3 555 689"}, auto_id="bad_%s"
        ),
        filters=SampleFilter({"level": "2", "required_only": "on"}, auto_id="filter_%s"),
        deadline=timezone.now() + dt.timedelta(minutes=24),
        now=timezone.now(),
    )


def _page() -> Page:
    return Paginator(range(1_240), 20).page(7)


def _courses() -> list[CourseCard]:
    return [
        CourseCard(
            title="Từ chính quyền điện tử đến chính quyền số",
            url="#",
            summary="Phân biệt số hóa, tin học hóa, chuyển đổi số.",
            minutes=180,
            periods=4,
            level="Cơ bản",
            competencies=["Nhận thức về chuyển đổi số", "Tham mưu chính sách"],
            required=True,
            progress=62.5,
            status="Đang học",
            status_kind="info",
        ),
        CourseCard(
            title="Văn bản điện tử, chữ ký số chuyên dùng công vụ và ISO điện tử",
            url="#",
            summary="Thể thức văn bản, ký số, lập hồ sơ và quy trình ISO trên môi trường mạng.",
            minutes=95,
            periods=2,
            level="Nâng cao",
            competencies=["Quản lý văn bản"],
            required=False,
            progress=100,
            status="Đã hoàn thành",
            status_kind="success",
        ),
        CourseCard(
            title="An toàn thông tin cho cán bộ chuyên trách",
            url="#",
            summary="Hệ thống theo cấp độ, phương án bảo đảm an toàn, ứng cứu sự cố.",
            minutes=45,
            periods=1,
            level="Chuyên sâu",
            competencies=[],
            required=False,
            progress=None,
            status="",
        ),
    ]


def _steps() -> list[Step]:
    return [
        Step(
            title="Chương 1. Ba khái niệm",
            children=[
                Step(
                    title="Số hóa, tin học hóa, chuyển đổi số",
                    url="#",
                    state="done",
                    kind="Bài học",
                    minutes=12,
                ),
                Step(
                    title="Chính quyền điện tử và chính quyền số",
                    url="#",
                    state="current",
                    kind="Bài học",
                    minutes=8,
                ),
                Step(
                    title="Đọc thêm: Nghị quyết 57-NQ/TW",
                    url="#",
                    state="open",
                    kind="Bài học",
                    minutes=5,
                    optional=True,
                ),
            ],
        ),
        Step(
            title="Chương 2. Thước đo",
            children=[
                Step(
                    title="Kiểm tra cuối chương",
                    url="#",
                    state="locked",
                    kind="Bài kiểm tra",
                    minutes=15,
                    reason="Mở khi bạn học xong hai bài của Chương 1.",
                ),
            ],
        ),
    ]


def _people() -> list[PersonRow]:
    return [
        PersonRow(
            name="Nguyễn Thị Ánh",
            url="#",
            detail="Chuyên viên CNTT, UBND xã Đồng Kỳ",
            progress=20,
            status="Quá hạn",
            status_kind="danger",
            note="Hạn 30/06/2026",
        ),
        PersonRow(
            name="Đặng Văn Bình",
            url="#",
            detail="Quản trị mạng, Sở Tư pháp",
            progress=75,
            status="Đúng tiến độ",
            status_kind="info",
        ),
        PersonRow(
            name="Lường Thị Ượng",
            url="#",
            detail="Phó trưởng phòng, Sở Khoa học và Công nghệ",
            progress=100,
            status="Hoàn thành",
            status_kind="success",
        ),
    ]


class HeatSample(NamedTuple):
    """`cells`: percent, or None where there is none, and the step of the colour scale."""

    name: str
    cells: list[tuple[int | None, int | str]]


def _heat() -> list[HeatSample]:
    names = [
        "Sở Tư pháp",
        "Sở Khoa học và Công nghệ",
        "UBND thành phố Bắc Giang",
        "UBND xã Đồng Kỳ",
    ]
    values = [(12, 35, 58, None), (78, 92, 100, 64), (44, 51, 83, 27), (5, None, 39, 71)]
    return [
        HeatSample(name, [(v, "none" if v is None else min(5, v * 6 // 101)) for v in row])
        for name, row in zip(names, values, strict=True)
    ]
