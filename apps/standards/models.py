"""What kinds of matters there are, when each is filed, how long it may take and who is responsible.

A version is imported whole and never changed; a matter pins the version through its category.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from apps.calendars.enums import LimitUnit
from apps.calendars.limits import Limit
from apps.grids.enums import Level
from apps.grids.models import Division, Unit, UnitKind
from apps.standards.enums import Ring, Severity


class TaxonomyVersion(models.Model):
    number = models.PositiveIntegerField(unique=True)
    effective_from = models.DateField()
    source = models.CharField(max_length=200)
    imported_at = models.DateTimeField()
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"第{self.number}版"


class Category(models.Model):
    """A sub-item (子项). Severity and unit kinds are its first condition's: they hold until a condition is chosen."""

    version = models.ForeignKey(TaxonomyVersion, on_delete=models.PROTECT, related_name="categories")
    code = models.CharField(max_length=6)
    name = models.CharField(max_length=40)
    major_code = models.CharField(max_length=1)
    major_name = models.CharField(max_length=20)
    minor_code = models.CharField(max_length=3)
    minor_name = models.CharField(max_length=20)
    gb30428_code = models.CharField(max_length=4, blank=True)
    ring = models.CharField(max_length=6, choices=Ring.choices)
    severity = models.CharField(max_length=12, choices=Severity.choices)
    unit_kind = models.ForeignKey(UnitKind, on_delete=models.PROTECT, related_name="+")
    co_unit_kinds = ArrayField(models.CharField(max_length=30), default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="category_code_once"),
            models.UniqueConstraint(fields=["version", "name"], name="category_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Condition(models.Model):
    """A filing condition (立案条件): each has a limit and a closing text (结案条件) of its own."""

    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="conditions")
    ordinal = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)
    severity = models.CharField(max_length=12, choices=Severity.choices)
    limit_value = models.PositiveSmallIntegerField()
    limit_unit = models.CharField(max_length=12, choices=LimitUnit.choices)
    closing_text = models.CharField(max_length=200)
    unit_kind = models.ForeignKey(UnitKind, on_delete=models.PROTECT, related_name="+")
    co_unit_kinds = ArrayField(models.CharField(max_length=30), default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["category", "ordinal"], name="condition_ordinal_once"),
            models.CheckConstraint(condition=Q(limit_value__gte=1), name="condition_limit_stated"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def limit(self) -> Limit:
        return Limit(self.limit_value, LimitUnit(self.limit_unit))

    @property
    def limit_label(self) -> str:
        return self.limit.label


class ResponsibilityQuerySet(models.QuerySet["Responsibility"]):
    def in_force(self) -> "ResponsibilityQuerySet":
        return self.filter(retired_on=None)


class Responsibility(models.Model):
    """One line of the responsibility matrix (职责清单); it outweighs the unit kind the standard itself names.

    `code` is a 小项 (3 digits) or a 子项 (6 digits) and survives new versions of the taxonomy, because codes are never
    given twice. No ordinal means every condition, no level every holder, no division everywhere.
    """

    code = models.CharField(max_length=6)
    ordinal = models.PositiveSmallIntegerField(null=True)
    level = models.CharField(max_length=10, choices=Level.choices, blank=True)
    division = models.ForeignKey(Division, on_delete=models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    unit_kind = models.ForeignKey(UnitKind, on_delete=models.PROTECT, null=True, related_name="+")
    co_unit_kinds = ArrayField(models.CharField(max_length=30), default=list)
    priority = models.PositiveSmallIntegerField(default=100)  # the smaller number wins
    note = models.CharField(max_length=200, blank=True)
    since_on = models.DateField()
    retired_on = models.DateField(null=True)

    objects = ResponsibilityQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False, unit_kind=None) | Q(unit=None, unit_kind__isnull=False),
                name="responsibility_unit_or_kind",
            ),
            models.CheckConstraint(
                condition=Q(code__regex=r"^\d{3}(\d{3})?$"), name="responsibility_code_of_minor_or_sub"
            ),
            models.UniqueConstraint(
                fields=["code", "ordinal", "level", "division", "priority"],
                condition=Q(retired_on=None),
                nulls_distinct=False,
                name="responsibility_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.level}".strip()
