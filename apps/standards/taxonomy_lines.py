import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import orjson


@dataclass(frozen=True)
class ConditionLine:
    major_name: str
    minor_code: str
    minor_name: str
    code: str
    name: str
    gb30428_code: str
    ring: str
    ordinal: int
    text: str
    severity: str
    limit_value: int
    limit_unit: str
    closing_text: str
    unit_kind: str
    co_unit_kinds: tuple[str, ...]


def digest_of(lines: Sequence[ConditionLine]) -> str:
    """The same for the same content, however the file was encoded or its lines were ordered."""
    return hashlib.sha256(orjson.dumps([asdict(line) for line in lines])).hexdigest()
