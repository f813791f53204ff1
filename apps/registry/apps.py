from importlib import import_module

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "apps.registry"

    def ready(self) -> None:
        for module in ("checks", "commands"):
            import_module(f"apps.registry.{module}")
