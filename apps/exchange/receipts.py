"""What the door put into the vault, signed: so nobody can name a file that another person brought."""

from dataclasses import asdict, dataclass

from django.core.signing import BadSignature, Signer

from apps.core.refusal import invalid

SALT = "exchange.receipt"


@dataclass(frozen=True)
class Receipt:
    account: int
    title: str
    name: str
    digest: str
    size: int


def sign(receipt: Receipt) -> str:
    return Signer(salt=SALT).sign_object(asdict(receipt))


def unsign(signed: str) -> Receipt:
    try:
        return Receipt(**Signer(salt=SALT).unsign_object(signed))
    except BadSignature as forged:
        raise invalid("receipt", "请通过上传接口提交文件") from forged
