from django.urls import path

from apps.stats.views import MyMonth

urlpatterns = [path("me/month/", MyMonth.as_view())]
