from apps.accounts import actions
from apps.accounts.serializers import AccountForm, FailForm, NewKeyForm, SignInForm
from apps.commands.perform import register

register("account.sign_in", actions.sign_in, form=SignInForm)
register("account.sign_in_failed", actions.fail_sign_in, form=FailForm)
register("account.end_device", actions.end_device)
register("account.add", actions.add_account, form=AccountForm)
register("account.add_key", actions.add_key, form=NewKeyForm)
register("account.end_key", actions.end_key)
