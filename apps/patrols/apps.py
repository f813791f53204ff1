from importlib import import_module

from django.apps import AppConfig


class PatrolsConfig(AppConfig):
    name = "apps.patrols"

    def ready(self) -> None:
        import_module("apps.patrols.commands")
