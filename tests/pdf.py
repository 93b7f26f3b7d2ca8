"""Reading the PDFs that the product makes, without a program of the system."""

import io
import re

import pikepdf

BFCHAR = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")


def text_of(pdf: bytes) -> str:
    """Return the text of a PDF: lines joined by spaces, runs of spaces collapsed."""
    lines = (line for page in pages_of(pdf) for line in page)
    return re.sub(r"\s+", " ", " ".join(lines)).strip()


def pages_of(pdf: bytes) -> list[list[str]]:
    """Return the lines of every page in the order they are drawn: a cell of a table has its own."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return [_lines(page) for page in document.pages]


def _lines(page: pikepdf.Page) -> list[str]:
    maps = {name: _glyphs(font) for name, font in page.Resources.get("/Font", {}).items()}
    glyphs: dict[bytes, str] = {}
    lines = []
    for instruction in pikepdf.parse_content_stream(page):
        operands, operator = list(instruction.operands), str(instruction.operator)
        if operator == "Tf":
            glyphs = maps[str(operands[0])]
        elif operator in ("Tj", "TJ"):
            parts = list(operands[0]) if operator == "TJ" else operands
            codes = b"".join(bytes(p) for p in parts if isinstance(p, pikepdf.String))
            pairs = (codes[i : i + 2] for i in range(0, len(codes), 2))
            lines.append("".join(glyphs.get(pair, "?") for pair in pairs))
    return lines


def _glyphs(font: pikepdf.Object) -> dict[bytes, str]:
    found = BFCHAR.findall(font.ToUnicode.read_bytes())
    return {
        bytes.fromhex(code.decode()): bytes.fromhex(text.decode()).decode("utf-16-be")
        for code, text in found
    }
