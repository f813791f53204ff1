from django.urls import path

from apps.plates.views import Plates

urlpatterns = [path("registry/buildings/<uuid:building_id>/plates.pdf", Plates.as_view())]
