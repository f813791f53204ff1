from typing import Any

from rest_framework import serializers


class BatchForm(serializers.Serializer[Any]):
    """How much one transaction may take."""

    at_most = serializers.IntegerField(min_value=1, max_value=100_000)
