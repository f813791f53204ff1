from django.urls import path

from apps.sync import handing_views, media_views, phone_views, push_views, views

urlpatterns = [
    path("sync/pull/", views.Pull.as_view()),
    path("sync/rows/", views.Rows.as_view()),
    path("sync/snapshot/<str:scope>/<str:name>", views.Snapshot.as_view()),
    path("sync/purged/", views.PurgedScope.as_view()),
    path("sync/photos/<uuid:media_id>/", media_views.SyncPhoto.as_view()),
    path("sync/photos/<uuid:media_id>/preview/", media_views.SyncPreview.as_view()),
    path("sync/voices/<uuid:media_id>/", media_views.SyncVoice.as_view()),
    path("sync/push/", push_views.Push.as_view()),
    path("sync/vault/", phone_views.MakeVault.as_view()),
    path("sync/vault/release/", phone_views.ReleasePart.as_view()),
    path("sync/vault/recover/", phone_views.RecoverVault.as_view()),
    path("sync/phones/", phone_views.Phones.as_view()),
    path("sync/phones/mine/", phone_views.MyPhones.as_view()),
    path("sync/phones/<uuid:device_id>/standing/", phone_views.Standing.as_view()),
    path("sync/phones/<uuid:device_id>/lost/", phone_views.LosePhone.as_view()),
    path("sync/phones/<uuid:device_id>/found/", phone_views.FindPhone.as_view()),
    path("sync/handovers/", handing_views.HandOvers.as_view()),
    path("sync/held/", push_views.Held.as_view()),
    path("sync/held/<uuid:command_id>/settle/", push_views.Settle.as_view()),
]
