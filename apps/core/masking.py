"""How personal data is shown to those who have not given a reason: 张*三, 138****5678 (domain.md §2.10)."""


def mask_phone(phone: str) -> str:
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) > 7 else "****"


def mask_name(name: str) -> str:
    if len(name) < 2:
        return "*"
    return name[0] + "*" * max(1, len(name) - 2) + (name[-1] if len(name) > 2 else "")
