"""The calendar as data: days that differ from Monday–Friday, and working hours by season, edition and place."""

from django.db import models
from django.db.models import F, Q

from apps.calendars.hours import MonthDay, Season
from apps.grids.models import Division

MONTH_DAY = r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"


class Day(models.Model):
    date = models.DateField(primary_key=True)
    is_working = models.BooleanField()
    name = models.CharField(max_length=40)
    source = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.date} {self.name}"


class WorkingHours(models.Model):
    """One season of one edition (`division`, `valid_from`); without a division it holds wherever none has its own."""

    division = models.ForeignKey(Division, on_delete=models.PROTECT, null=True, related_name="+")
    valid_from = models.DateField()
    name = models.CharField(max_length=40)
    first_day = models.CharField(max_length=5)
    last_day = models.CharField(max_length=5)
    am_from = models.TimeField(null=True)
    am_to = models.TimeField(null=True)
    pm_from = models.TimeField(null=True)
    pm_to = models.TimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["division", "valid_from", "first_day", "last_day"],
                name="working_hours_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(first_day__regex=MONTH_DAY, last_day__regex=MONTH_DAY), name="working_hours_month_day"
            ),
            models.CheckConstraint(
                condition=Q(am_from=None, am_to=None)
                | Q(am_from__isnull=False, am_to__isnull=False, am_to__gt=F("am_from")),
                name="working_hours_am",
            ),
            models.CheckConstraint(
                condition=Q(pm_from=None, pm_to=None)
                | Q(pm_from__isnull=False, pm_to__isnull=False, pm_to__gt=F("pm_from")),
                name="working_hours_pm",
            ),
            models.CheckConstraint(
                condition=Q(am_from__isnull=False, pm_from=None)
                | Q(am_from=None, pm_from__isnull=False)
                | Q(am_to__isnull=False, pm_from__isnull=False, pm_from__gte=F("am_to")),
                name="working_hours_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.first_day}–{self.last_day}"

    @property
    def season(self) -> Season:
        pairs = ((self.am_from, self.am_to), (self.pm_from, self.pm_to))
        return Season(
            ranges=tuple((opens, closes) for opens, closes in pairs if opens is not None and closes is not None),
            first_day=_month_day(self.first_day),
            last_day=_month_day(self.last_day),
            since=self.valid_from,
        )


def _month_day(text: str) -> MonthDay:
    return int(text[:2]), int(text[3:])
