"""Certificate PDFs a second, whole, beside the renderer alone on the same document."""

from weasyprint import HTML

from certificates.models import Certificate
from certificates.printing import printed_on
from certificates.rendering import render_document
from tests.benchmarks.clock import heading, rate

BARE = (
    "<!doctype html><html lang=vi><title>x</title><p>Giấy xác nhận hoàn thành khóa học</p></html>"
)


def measure() -> None:
    heading("Certificate PDFs a second, one process")
    printed = printed_on(Certificate.objects.order_by("pk")[0])
    whole = rate(lambda: render_document(printed), seconds=8)
    bare = rate(lambda: HTML(string=BARE).write_pdf(), seconds=4)
    print(f"certificate       {whole:6.2f}/s")
    print(f"one bare sentence {bare:6.2f}/s   ratio {whole / bare:.2f}")
