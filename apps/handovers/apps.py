from importlib import import_module

from django.apps import AppConfig


class HandoversConfig(AppConfig):
    name = "apps.handovers"

    def ready(self) -> None:
        import_module("apps.handovers.commands")
