from importlib import import_module

from django.apps import AppConfig


class StandardsConfig(AppConfig):
    name = "apps.standards"

    def ready(self) -> None:
        import_module("apps.standards.commands")
