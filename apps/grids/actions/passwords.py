"""An administrator gives somebody within reach a password that is good for one sign-in."""

from typing import Any

from apps.accounts.actions import give_one_time
from apps.accounts.models import Account
from apps.core.call import Call
from apps.core.refusal import Refusal, RefusalCode, invalid
from apps.grids.rules import answers_for

COLUMN = {"phone": "phone", "account": "pk"}


def reset_password(_: object, *, call: Call, password: str, **whose: Any) -> dict[str, Any]:
    """Of a phone or an account; the password arrives hashed. Who is out of reach is answered as who does not exist."""
    ((field, told),) = whose.items()
    account = Account.objects.filter(**{COLUMN[field]: told}, is_active=True).first()
    if account is None or not answers_for(call, account.pk):
        raise Refusal(RefusalCode.NOT_FOUND, "没有这个账号，或不在您管理的范围内，请核对手机号", field)
    if account.pk == call.actor.id:
        raise invalid(field, "自己的密码请在“修改密码”里修改")
    give_one_time(account.pk, password, call=call)
    return {"id": account.pk, "name": account.name}
