from apps.accounts import actions
from apps.accounts.serializers import AccountForm, ChangeForm, FailForm, NewKeyForm, SignInForm
from apps.commands.forms import BatchForm
from apps.commands.perform import register

register("account.sign_in", actions.sign_in, form=SignInForm)
register("account.sign_in_failed", actions.fail_sign_in, form=FailForm)
register("account.change_password", actions.change_password, form=ChangeForm)
register("account.password_failed", actions.fail_password)
register("account.end_device", actions.end_device)
register("account.add", actions.add_account, form=AccountForm)
register("account.add_key", actions.add_key, form=NewKeyForm)
register("account.end_key", actions.end_key)
register("account.forget_sessions", actions.forget_sessions, form=BatchForm)
