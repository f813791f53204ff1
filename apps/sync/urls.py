from django.urls import path

from apps.sync import views

urlpatterns = [
    path("sync/scopes/", views.MyScopes.as_view()),
    path("sync/pull/", views.Pull.as_view()),
    path("sync/rows/", views.Rows.as_view()),
    path("sync/snapshot/<str:scope>/<str:name>", views.Snapshot.as_view()),
    path("sync/purged/", views.PurgedScope.as_view()),
]
