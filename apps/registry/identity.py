"""Numbers and phones on their way into the database: sealed, hashed for exact look-up, the last four in clear."""

import re
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from apps.core.sealing import keyed_hash, seal
from apps.registry.identifiers import Citizen, Wrong, citizen, normal

CITIZEN_CARD = "111"
PHONE = re.compile(r"(1[3-9]\d{9}|0\d{9,11})")
OTHER_DOCUMENT = re.compile(r"[A-Z0-9]{5,20}")


@dataclass(frozen=True)
class Sealed:
    """The three columns of one secret; all empty for none."""

    sealed: bytes | None = None
    hash: bytes | None = None
    last4: str = ""

    def columns(self, prefix: str) -> dict[str, bytes | str | None]:
        return {f"{prefix}_sealed": self.sealed, f"{prefix}_hash": self.hash, f"{prefix}_last4": self.last4}


NOTHING = Sealed()


def sealed_of(text: str) -> Sealed:
    return Sealed(seal(text), keyed_hash(text), text[-4:]) if text else NOTHING


def checked_document(kind: str, told: str, *, today: date) -> tuple[str, Citizen | None]:
    """The number in its normal form, and what a citizen's number says of its holder."""
    if kind == CITIZEN_CARD:
        found = citizen(told, today=today, demo=settings.DEMO)
        return found.number, found
    number = normal(told)
    if not OTHER_DOCUMENT.fullmatch(number):
        raise Wrong("证件号码应为 5 至 20 位字母和数字")
    return number, None


def checked_phone(told: str) -> str:
    phone = normal(told).removeprefix("+86")
    if not PHONE.fullmatch(phone):
        raise Wrong("电话号码不正确，应为 11 位手机号，或带区号的座机号")
    return phone
