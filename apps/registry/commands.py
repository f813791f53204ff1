"""Commands of the registry."""

from apps.commands.perform import register
from apps.registry.actions import codes
from apps.registry.forms import CodesForm

register("registry.load_codes", codes.load_codes, form=CodesForm)
