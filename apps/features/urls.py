from django.urls import path

from apps.features import views

# Without a slash at the end, as the standard writes them; programs put them together themselves.
urlpatterns = [
    path("features/", views.Landing.as_view()),
    path("features", views.Landing.as_view(schema=None)),
    path("features/api", views.Definition.as_view()),
    path("features/conformance", views.Conformance.as_view()),
    path("features/collections", views.Collections.as_view()),
    path("features/collections/<str:collection>", views.OneCollection.as_view()),
    path("features/collections/<str:collection>/schema", views.Schema.as_view()),
    path("features/collections/<str:collection>/items", views.Items.as_view()),
    path("features/collections/<str:collection>/items/<str:item>", views.Item.as_view()),
]
