"""How personal data is shown to those who have not given a reason: 张*三, 138****5678 (domain.md §2.10)."""

import re

HOUSE = re.compile(r".*?(?:栋|幢|号楼)|.*?号|\D*")


def mask_phone(phone: str) -> str:
    """A landline without its area code is short: three and four of its places would be nearly all of it."""
    if len(phone) > 10:
        return f"{phone[:3]}****{phone[-4:]}"
    return f"****{phone[-2:]}" if len(phone) > 5 else "****"


def mask_name(name: str) -> str:
    if len(name) < 2:
        return "*"
    return name[0] + "*" * max(1, len(name) - 2) + (name[-1] if len(name) > 2 else "")


def mask_document(number: str) -> str:
    """4205**********1234; of a number that is not a citizen's only the end."""
    if len(number) == 18:
        return f"{number[:4]}**********{number[-4:]}"
    return "*" * max(4, len(number) - 3) + number[-3:] if len(number) > 6 else "****"


def mask_address(address: str) -> str:
    """Down to the house: 西陵一路12号3栋***. Where none is named, what stands before the first number."""
    shown = HOUSE.match(address)
    return f"{shown.group() if shown else ''}***"
