from django.urls import path

from apps.events import public_views, views
from apps.events.redrawing import RedrawPreview

urlpatterns = [
    path("grids/preview/", RedrawPreview.as_view()),
    path("events/", views.Events.as_view()),
    path("events/points/", views.EventPoints.as_view()),
    path("events/counts/", views.EventCounts.as_view()),
    path("events/<uuid:event_id>/", views.OneEvent.as_view()),
    *(path(f"events/<uuid:event_id>/{verb}/", view) for verb, view in views.MOVE_VIEWS.items()),
    path("photos/<uuid:photo_id>/<slug:size>/", views.PhotoFile.as_view()),
    path("voices/<uuid:voice_id>/", views.VoiceFile.as_view()),
    path("public/kinds/", public_views.Kinds.as_view()),
    path("public/events/", public_views.PublicReport.as_view()),
    path("public/follow/", public_views.Follow.as_view()),
    path("public/events/<uuid:event_id>/", public_views.PublicEventView.as_view()),
    *(path(f"public/events/<uuid:event_id>/{verb}/", view) for verb, view in public_views.PUBLIC_MOVES.items()),
]
