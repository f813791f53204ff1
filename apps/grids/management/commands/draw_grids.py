from typing import Any

from django.core.management.base import BaseCommand

from apps.grids.sources import PLOTS, draw_plots


class Command(BaseCommand):
    help = "Draws the demo grids anew from fixtures/outlines.geojson and fixtures/divisions.csv (two minutes)."

    def handle(self, *_: Any, **__: Any) -> None:
        draw_plots()
        self.stdout.write(f"{PLOTS.name}: {PLOTS.stat().st_size} bytes")
