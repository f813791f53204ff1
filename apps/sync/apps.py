from importlib import import_module

from django.apps import AppConfig


class SyncConfig(AppConfig):
    name = "apps.sync"

    def ready(self) -> None:
        import_module("apps.sync.commands")
