from django.urls import path

from apps.sync import handing_views, photo_views, push_views, views

urlpatterns = [
    path("sync/scopes/", views.MyScopes.as_view()),
    path("sync/pull/", views.Pull.as_view()),
    path("sync/rows/", views.Rows.as_view()),
    path("sync/snapshot/<str:scope>/<str:name>", views.Snapshot.as_view()),
    path("sync/purged/", views.PurgedScope.as_view()),
    path("sync/photos/<uuid:media_id>/", photo_views.SyncPhoto.as_view()),
    path("sync/push/", push_views.Push.as_view()),
    path("sync/handovers/", handing_views.HandOvers.as_view()),
    path("sync/held/", push_views.Held.as_view()),
    path("sync/held/<uuid:command_id>/settle/", push_views.Settle.as_view()),
]
