"""What the registry's commands take."""

from typing import Any

from rest_framework import serializers

from apps.standards.serializers import SheetField


class CodesForm(serializers.Serializer[Any]):
    lists = SheetField()
    codes = SheetField()
