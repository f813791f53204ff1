from apps.commands import actions
from apps.commands.forms import BatchForm
from apps.commands.perform import register

register("commands.forget", actions.forget_answers, form=BatchForm)
