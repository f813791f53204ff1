from importlib import import_module

from django.apps import AppConfig


class GridsConfig(AppConfig):
    name = "apps.grids"

    def ready(self) -> None:
        import_module("apps.grids.commands")
