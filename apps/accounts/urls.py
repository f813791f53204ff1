from django.urls import path

from apps.accounts.views import Devices, OneDevice, OwnPassword

urlpatterns = [
    path("session/password/", OwnPassword.as_view()),
    path("devices/", Devices.as_view()),
    path("devices/<uuid:device_id>/", OneDevice.as_view()),
]
