"""What the system check says about the machine."""

from typing import Any

from django.core import checks
from django.core.checks import CheckMessage

from lms.documents.pdf.fonts import find_typeface


@checks.register()
def documents_have_a_typeface(**kwargs: Any) -> list[CheckMessage]:
    """Official documents need a typeface with the metrics of Times and Vietnamese letters."""
    typeface = find_typeface()
    hint = (
        "Install Tinos (Debian: fonts-croscore) or Liberation Serif 2 (Debian: fonts-liberation2), "
        "or put their TTF files into a folder named by the environment variable FONT_FOLDERS."
    )
    if typeface is None:
        return [
            checks.Error(
                "No typeface with Vietnamese letters for PDFs was found.", hint=hint, id="core.E001"
            )
        ]
    if not typeface.has_times_metrics:
        return [
            checks.Warning(
                f"PDFs are set in {typeface.name}, which has not the metrics of Times New Roman.",
                hint=hint,
                id="core.W001",
            )
        ]
    return []
