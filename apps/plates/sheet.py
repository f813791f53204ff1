"""A4 sheets of door plates: a QR code for each room, its number and its address under it, lines to cut along."""

import io
from math import ceil
from typing import cast
from urllib.parse import quote

import segno
from fpdf import FPDF
from fpdf.enums import Align

from apps.photos.watermark import font_of
from apps.plates.queries import House, Plate

# Millimetres. A plate is read from an arm's length: 36 mm of code are plenty for a scratched one.
COLUMNS, ROWS = 3, 4
WIDTH, HEIGHT = 62.0, 66.0
LEFT, TOP = (210 - COLUMNS * WIDTH) / 2, 20.0
CODE = 36.0
PAGE = COLUMNS * ROWS
FONT = "cjk"
PATH = "/w/plate/"
GREY = 190


def address_of(code: str, *, origin: str) -> str:
    return f"{origin}{PATH}{quote(code, safe='')}"


def sheets(house: House, *, origin: str, done: int = 0) -> bytes:
    """The font is embedded with the signs that occur, so any printer has them. `done` sheets were drawn before."""
    pdf = FPDF(format="A4")
    pdf.set_title(house.name)
    pdf.set_auto_page_break(False)
    font = font_of(12)
    pdf.add_font(FONT, fname=str(font.path), collection_font_number=font.index)
    pages = [house.plates[first : first + PAGE] for first in range(0, len(house.plates), PAGE)]
    for number, page in enumerate(pages, start=done + 1):
        pdf.add_page()
        _line(pdf, f"{house.name}　门牌　第 {number} / {ceil(house.count / PAGE)} 页", (LEFT, 10), size=9)
        for place, plate in enumerate(page):
            corner = (LEFT + place % COLUMNS * WIDTH, TOP + place // COLUMNS * HEIGHT)
            _draw(pdf, plate, corner, origin=origin)
    return bytes(pdf.output())


def _draw(pdf: FPDF, plate: Plate, corner: tuple[float, float], *, origin: str) -> None:
    left, top = corner
    pdf.set_draw_color(GREY)
    pdf.set_dash_pattern(dash=1, gap=1)
    pdf.rect(left, top, WIDTH, HEIGHT)
    pdf.image(_code(address_of(plate.code, origin=origin)), x=left + (WIDTH - CODE) / 2, y=top + 3, w=CODE, h=CODE)
    _line(pdf, plate.number, (left, top + 40), size=14)
    _text(pdf, plate.address, (left + 3, top + 47), size=8)
    _line(pdf, plate.code, (left, top + HEIGHT - 6), size=6)


def _code(address: str) -> io.BytesIO:
    """Quarter of it may be scratched off; four dots a module stay sharp at any printer's size."""
    drawn = io.BytesIO()
    segno.make_qr(address, error="q").save(drawn, kind="png", scale=4, border=4)
    return drawn


def _line(pdf: FPDF, text: str, at: tuple[float, float], *, size: float) -> None:
    """In the middle of a plate's width, smaller where it is too long."""
    pdf.set_font(FONT, size=size)
    wide = pdf.get_string_width(text)
    if wide > WIDTH - 4:
        pdf.set_font(FONT, size=max(4.0, size * (WIDTH - 4) / wide))
    pdf.set_xy(*at)
    pdf.cell(w=WIDTH, h=5, text=text, align=Align.C)


def _text(pdf: FPDF, text: str, at: tuple[float, float], *, size: float) -> None:
    """On at most three lines."""
    pdf.set_font(FONT, size=size)
    # With `output` it answers with what was asked for.
    lines = cast("list[str]", pdf.multi_cell(w=WIDTH - 6, h=3.6, text=text, dry_run=True, output="LINES"))
    for number, line in enumerate(lines[:3]):
        pdf.set_xy(at[0], at[1] + number * 3.6)
        pdf.cell(w=WIDTH - 6, h=3.6, text=line, align=Align.C)
