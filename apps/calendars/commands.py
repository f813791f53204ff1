"""Commands of this app."""

from apps.calendars import actions
from apps.calendars.serializers import DaysForm, HoursForm
from apps.commands.perform import register

register("calendars.import_days", actions.import_days, form=DaysForm)
register("calendars.set_hours", actions.set_hours, form=HoursForm)
