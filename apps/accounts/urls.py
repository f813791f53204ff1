from django.urls import path

from apps.accounts.views import Devices, Keys, OneDevice, OneKey, OwnPassword

urlpatterns = [
    path("session/password/", OwnPassword.as_view()),
    path("devices/", Devices.as_view()),
    path("devices/<uuid:device_id>/", OneDevice.as_view()),
    path("keys/", Keys.as_view()),
    path("keys/<uuid:key_id>/", OneKey.as_view()),
]
