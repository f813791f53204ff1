from django.urls import path

from apps.registry import views
from apps.registry.kinds import KINDS

urlpatterns = [
    path("registry/codes/<slug:key>/", views.Codes.as_view()),
    path("registry/points/", views.Points.as_view()),
    path("registry/duplicates/", views.Duplicates.as_view()),
    path("registry/accesses/", views.Accesses.as_view()),
    path("registry/requests/", views.DataRequests.as_view()),
    path("registry/requests/<uuid:pk>/answer/", views.AnswerRequest.as_view()),
    path("registry/visits/", views.Visits.as_view()),
    path("registry/visits/<uuid:pk>/photos/<uuid:media>/<slug:size>/", views.VisitPhotoFile.as_view()),
    path("registry/households/", views.Households.as_view()),
    path("registry/rooms/by-plate/<path:plate>/", views.RoomByPlate.as_view()),
    path("registry/people/<uuid:pk>/care/", views.Care.as_view()),
    path("registry/counts/", views.Counts.as_view()),
    *(path(f"registry/{kind.path}/", views.list_view(kind)) for kind in KINDS),
    *(path(f"registry/{kind.path}/<uuid:pk>/", views.detail_view(kind)) for kind in KINDS),
    *(path(f"registry/{kind.path}/<uuid:pk>/timeline/", views.timeline_view(kind)) for kind in KINDS),
    *(
        path(f"registry/{kind.path}/<uuid:pk>/{verb}/", views.verb_view(kind, verb))
        for kind in KINDS
        for verb in kind.verbs
    ),
]
