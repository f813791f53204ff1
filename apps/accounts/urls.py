from django.urls import path

from apps.accounts.views import Devices, OneDevice

urlpatterns = [
    path("devices/", Devices.as_view()),
    path("devices/<uuid:device_id>/", OneDevice.as_view()),
]
