"""The command of the shell that makes a city up. Only its own process knows it: a server has no use for it."""

from typing import Any

from rest_framework import serializers

from apps.commands.perform import register
from apps.registry.synthetic.seeding import VERB, seed_area


class SeedForm(serializers.Serializer[Any]):
    area = serializers.RegexField(r"^\d{0,12}$", allow_blank=True)
    scale = serializers.FloatField(min_value=0.0001, max_value=1)
    seed = serializers.IntegerField(min_value=0)
    on = serializers.DateField()


register(VERB, seed_area, form=SeedForm)
