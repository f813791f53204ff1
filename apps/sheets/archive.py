"""The zip around an .xlsx, looked at before anything in it is unpacked."""

import struct
import zipfile
from typing import IO, BinaryIO

from apps.core.refusal import Refusal
from apps.sheets.bounds import Bounds
from apps.sheets.lines import refuse, too_large

END = b"PK\x05\x06"
TAIL = 22 + 65_535
ENCRYPTED = 0x1
TO_XLSX = "请在 Excel 或 WPS 中另存为“Excel 工作簿（.xlsx）”后重新上传"
BROKEN = f"文件已损坏或没有传完整，请重新导出，或{TO_XLSX.removeprefix('请')}"
BOMB = "文件解压后过大，已拒绝；请把数据复制到新的工作簿，只保留需要的行和列，再重新上传"


class Archive(zipfile.ZipFile):
    """Of a part that is read whole nothing is read when it is long; sheets and texts are streamed with `open`."""

    most = 0

    def read(self, name: str | zipfile.ZipInfo, pwd: bytes | None = None) -> bytes:
        info = name if isinstance(name, zipfile.ZipInfo) else self.getinfo(name)
        if info.file_size > self.most:
            raise too_large(BOMB)
        return super().read(name, pwd)


class Metered:
    """A member being read; whoever reads on for too long without finishing a row is stopped."""

    def __init__(self, inner: IO[bytes], most: int) -> None:
        self.inner = inner
        self.most = most
        self.since = 0

    def read(self, size: int = -1) -> bytes:
        got = self.inner.read(size)
        self.since += len(got)
        if self.since > self.most:
            raise too_large(BOMB)
        return got

    def finished(self) -> None:
        self.since = 0


def open_archive(file: BinaryIO, bounds: Bounds) -> Archive:
    """Refuses what is damaged, encrypted, holds a macro or would unpack to more than it may."""
    _look_at_directory(file, bounds)
    try:
        archive = Archive(file)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, struct.error) as error:
        raise refuse(BROKEN) from error
    archive.most = bounds.part
    reason = _unwanted(archive, bounds)
    if reason:
        archive.close()
        raise reason
    return archive


def _look_at_directory(file: BinaryIO, bounds: Bounds) -> None:
    """The library reads the whole directory first, so its length is looked at before."""
    size = file.seek(0, 2)
    file.seek(max(0, size - TAIL))
    tail = file.read(TAIL)
    at = tail.rfind(END)
    if at < 0 or len(tail) < at + 22:
        raise refuse(BROKEN)
    members, directory = struct.unpack("<HI", tail[at + 10 : at + 16])
    if members > bounds.members or directory > bounds.directory:
        raise too_large(BOMB)


def _unwanted(archive: Archive, bounds: Bounds) -> Refusal | None:
    members = archive.infolist()
    names = {info.filename for info in members}
    if any(info.flag_bits & ENCRYPTED for info in members):
        return refuse("文件有密码保护，无法读取；请取消密码后重新上传")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return refuse(f"文件含有宏，为安全起见不接收；{TO_XLSX}")
    if "[Content_Types].xml" not in names:
        return refuse(f"这不是 Excel 工作簿；{TO_XLSX}")
    if any(name.endswith("workbook.bin") for name in names):
        return refuse(f"不支持 .xlsb 格式；{TO_XLSX}")
    return too_large(BOMB) if _is_bomb(members, bounds) else None


def _is_bomb(members: list[zipfile.ZipInfo], bounds: Bounds) -> bool:
    """The lengths are the archive's own claims; reading never gives more than what it claims."""
    odd = {info.compress_type for info in members} - {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
    dense = any(info.file_size > bounds.part and info.file_size > bounds.ratio * info.compress_size for info in members)
    return bool(odd) or dense or sum(info.file_size for info in members) > bounds.unpacked
