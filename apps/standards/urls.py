from django.urls import path

from apps.standards.views import Categories, Conditions

urlpatterns = [
    path("categories/", Categories.as_view()),
    path("categories/<int:category_id>/conditions/", Conditions.as_view()),
]
