"""Code lists as versioned data. A new version is a new list; the rows of the old one stay readable."""

from django.db import models


class CodeList(models.Model):
    key = models.CharField(max_length=30)
    name = models.CharField(max_length=60)
    standard = models.CharField(max_length=60)
    version = models.CharField(max_length=20)
    source = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()
    # The one in force; the others are history.
    current = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="code_list_once"),
            models.UniqueConstraint(fields=["key"], condition=models.Q(current=True), name="code_list_current"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class Code(models.Model):
    list = models.ForeignKey(CodeList, on_delete=models.CASCADE, related_name="codes")
    value = models.CharField(max_length=12)
    label = models.CharField(max_length=60)
    position = models.PositiveSmallIntegerField()
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["list", "value"], name="code_once")]

    def __str__(self) -> str:
        return f"{self.value} {self.label}"
