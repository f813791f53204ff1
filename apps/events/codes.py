"""The query code a resident gets with the number: derived from the matter and our key, so it is stored nowhere."""

import hmac
from uuid import UUID

from apps.core.sealing import keyed_hash

# No 0/O, 1/I/L: a code is read out on the phone. 31 letters, 8 places: 8.5e11 codes, and guessing is throttled.
LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 8


def code_of(event_id: UUID) -> str:
    number = int.from_bytes(keyed_hash(f"code:{event_id}"), "big")
    letters = []
    for _ in range(LENGTH):
        number, place = divmod(number, len(LETTERS))
        letters.append(LETTERS[place])
    return "".join(letters)


def is_code_of(event_id: UUID, told: str) -> bool:
    return hmac.compare_digest(code_of(event_id), told.strip().upper())
