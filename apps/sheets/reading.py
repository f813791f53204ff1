"""The one way in for a sheet somebody sent: told apart by its bytes, never by its name."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from apps.sheets.archive import TO_XLSX, open_archive
from apps.sheets.bounds import BOUNDS, MEGABYTE, Bounds
from apps.sheets.commas import open_commas
from apps.sheets.lines import Sheet, refuse, too_large
from apps.sheets.workbook import open_workbook

ZIP = b"PK\x03\x04"
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
UTF16 = (b"\xff\xfe", b"\xfe\xff")
# Stands in the directory of every workbook that Office has encrypted.
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# The first member of every OpenDocument file, stored and not packed.
OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument"


@contextmanager
def open_sheet(file: BinaryIO, *, bounds: Bounds = BOUNDS) -> Iterator[Sheet]:
    """Streams the first visible sheet; every refusal says in Chinese what to do. The file must be seekable."""
    if looks_like_workbook(file, bounds):
        with open_workbook(file, bounds) as sheet:
            yield sheet
        return
    with open_commas(file, bounds) as sheet:
        yield sheet


def refuse_unreadable(file: BinaryIO, *, bounds: Bounds = BOUNDS) -> None:
    """What can be said of a file without reading it through: for whoever waits at the door."""
    if looks_like_workbook(file, bounds):
        open_archive(file, bounds).close()


def looks_like_workbook(file: BinaryIO, bounds: Bounds) -> bool:
    size = file.seek(0, 2)
    if size > bounds.file:
        raise too_large(f"文件过大（最大 {bounds.file // MEGABYTE} MB），请拆成几个文件分别上传")
    if not size:
        raise refuse("文件是空的，请重新选择")
    file.seek(0)
    first = file.read(4096)
    if first.startswith(ZIP):
        if OPEN_DOCUMENT in first[:200]:
            raise refuse(f"不支持 .ods 格式；{TO_XLSX}")
        return True
    _refuse_what_is_no_text(file, first)
    return False


def _refuse_what_is_no_text(file: BinaryIO, first: bytes) -> None:
    if first.startswith(OLE):
        raise refuse(_said_of_ole(file))
    start = first.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if start.startswith((b"<html", b"<table", b"<!doctype", b"<?xml", b"<meta")):
        raise refuse(f"这是网页或 XML 文件，只是名称像表格；{TO_XLSX}")
    if b"\x00" in first and not first.startswith(UTF16):
        raise refuse("这不是表格文件，请上传 .xlsx 或 .csv 文件")


def _said_of_ole(file: BinaryIO) -> str:
    """Old .xls and encrypted .xlsx lie in the same kind of container."""
    file.seek(0)
    before = b""
    while piece := file.read(MEGABYTE):
        if ENCRYPTED in before + piece:
            return "文件有密码保护，无法读取；请取消密码后重新上传"
        before = piece[-64:]
    return f"不支持旧的 .xls 格式；{TO_XLSX}"
