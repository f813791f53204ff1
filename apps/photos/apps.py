from importlib import import_module

from django.apps import AppConfig


class PhotosConfig(AppConfig):
    name = "apps.photos"

    def ready(self) -> None:
        import_module("apps.photos.checks")
        import_module("apps.photos.commands")
