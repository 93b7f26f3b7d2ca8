"""Reading the PDFs that the product makes, without a program of the system."""

import io
import re
from collections.abc import Iterator
from typing import Any

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


def beyond_the_edge(pdf: bytes) -> list[str]:
    """Return what is written where no paper is: lines that begin or end off their page."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return [line for page in document.pages for line in _beyond(page)]


def _beyond(page: pikepdf.Page) -> Iterator[str]:
    left, _bottom, right, _top = map(float, page.mediabox)
    fonts: Any = page.Resources.get("/Font", {})
    maps = {name: (_glyphs(font), _widths(font)) for name, font in fonts.items()}
    matrix, text_matrix, font, size = pikepdf.Matrix(), pikepdf.Matrix(), "", 0.0
    kept: list[pikepdf.Matrix] = []
    for instruction in pikepdf.parse_content_stream(page):
        operands, operator = list(instruction.operands), str(instruction.operator)
        if operator == "q":
            kept.append(matrix)
        elif operator == "Q":
            matrix = kept.pop()
        elif operator == "cm":
            matrix = pikepdf.Matrix(*map(float, operands)) @ matrix
        elif operator == "Tm":
            text_matrix = pikepdf.Matrix(*map(float, operands))
        elif operator == "Tf":
            font, size = str(operands[0]), float(operands[1])
        elif operator in ("Tj", "TJ"):
            parts = list(operands[0]) if operator == "TJ" else operands
            glyphs, widths = maps[font]
            codes = b"".join(bytes(p) for p in parts if isinstance(p, pikepdf.String))
            pairs = [codes[i : i + 2] for i in range(0, len(codes), 2)]
            length = sum(widths.get(pair, 1000) for pair in pairs) * size / 1000
            placed = text_matrix @ matrix
            ends = [(placed.a * x + placed.e) for x in (0, length)]
            if min(ends) < left or max(ends) > right:
                yield "".join(glyphs.get(pair, "?") for pair in pairs)


def _widths(font: pikepdf.Object) -> dict[bytes, float]:
    """Return the widths of glyphs in thousandths of the size, by their code."""
    listed = list(font.DescendantFonts[0].get("/W", []))
    widths = {}
    for first, run in zip(listed[::2], listed[1::2], strict=True):
        for number, width in enumerate(run, start=int(first)):
            widths[number.to_bytes(2, "big")] = float(width)
    return widths
