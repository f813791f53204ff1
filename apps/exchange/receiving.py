"""The HTTP door for sheets: looked at, put away sealed, then one command with the signed receipt."""

from pathlib import PurePath
from typing import BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from rest_framework.request import Request

from apps.commands.http import call_of
from apps.commands.perform import Outcome, perform
from apps.core.refusal import Refusal, RefusalCode, invalid
from apps.exchange import vault
from apps.exchange.models import ImportRun
from apps.exchange.receipts import Receipt, sign
from apps.exchange.rules import account_of, importing
from apps.grids.reach import reach_of
from apps.sheets.bounds import BOUNDS, MEGABYTE
from apps.sheets.reading import refuse_unreadable

ENVELOPE = 64 * 1024


def refuse_length(request: Request) -> None:
    """Before the body is read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdigit() and int(length) > BOUNDS.file + ENVELOPE:
        message = f"文件过大（最大 {BOUNDS.file // MEGABYTE} MB），请拆成几个文件分别上传"
        raise Refusal(RefusalCode.TOO_LARGE, message, "file")


def receive(request: Request) -> Outcome:
    call = call_of(request)
    importing(reach_of(call.actor, call.at))
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise invalid("file", "请选择一个 .xlsx 或 .csv 文件")
    sheet = cast("BinaryIO", file)
    refuse_unreadable(sheet)
    kept = vault.keep(sheet, at=call.at)
    title = PurePath(file.name or "表格").name[-120:]
    receipt = sign(Receipt(account_of(call), title, kept.name, kept.digest, kept.size))
    told = {"kind": request.POST.get("kind", ""), "receipt": receipt}
    outcome = perform("import.upload", None, told, call=call)
    if not ImportRun.objects.filter(file=kept.name).exists():
        vault.remove(kept.name)
    return outcome
