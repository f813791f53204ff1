from django.urls import path

from apps.grids import views

urlpatterns = [
    path("divisions/", views.Divisions.as_view()),
    path("grids/", views.Grids.as_view()),
    path("grids/merge/", views.MergeGrids.as_view()),
    path("grids/<int:grid_id>/neighbours/", views.GridNeighbours.as_view()),
    path("grids/<int:grid_id>/split/", views.SplitGrid.as_view()),
    path("grids/<int:grid_id>/border/", views.MoveBorder.as_view()),
    path("grids/at/", views.GridAt.as_view()),
    path("grids/<int:grid_id>/", views.OneGrid.as_view()),
    path("units/", views.Units.as_view()),
    path("tiles/grids/<str:z>/<str:x>/<str:y>.mvt", views.GridTile.as_view()),
]
