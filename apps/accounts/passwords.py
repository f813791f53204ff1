"""What a password has to be, in Django's own shape (AUTH_PASSWORD_VALIDATORS), and one made for somebody else."""

import secrets
import string

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from apps.accounts.models import Account
from apps.core.refusal import Refusal, RefusalCode

SHORTEST = 10
# No 0/O, 1/l/I: it is read out on the phone.
LETTERS, DIGITS = "abcdefghjkmnpqrstuvwxyz", "23456789"


class LongEnough:
    """Django's own has no Chinese words."""

    def validate(self, password: str, user: Account | None = None) -> None:
        if len(password) < SHORTEST:
            raise ValidationError(self.get_help_text(), code="short")

    def get_help_text(self) -> str:
        return f"密码至少要{SHORTEST}个字符。"


class LettersAndDigits:
    def validate(self, password: str, user: Account | None = None) -> None:
        if not (set(password) & set(string.digits) and any(char.isalpha() for char in password)):
            raise ValidationError(self.get_help_text(), code="letters_and_digits")

    def get_help_text(self) -> str:
        return "密码应同时包含字母和数字。"


class NotThePhone:
    def validate(self, password: str, user: Account | None = None) -> None:
        if user is not None and user.phone and user.phone in password:
            raise ValidationError(self.get_help_text(), code="phone")

    def get_help_text(self) -> str:
        return "密码不能包含手机号。"


def check(password: str, *, account: Account, field: str) -> None:
    try:
        validate_password(password, account)
    except ValidationError as error:
        said = [str(message) for message in error.messages]
        raise Refusal(RefusalCode.INVALID, "".join(said), field, errors={field: said}) from error


def one_time() -> str:
    """Two groups of four letters, two of three digits: easily read out, 54 bits."""
    letters = ["".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(2)]
    digits = ["".join(secrets.choice(DIGITS) for _ in range(3)) for _ in range(2)]
    return "-".join([letters[0], digits[0], letters[1], digits[1]])
