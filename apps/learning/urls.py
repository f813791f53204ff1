from django.urls import path

from apps.learning import views

urlpatterns = [
    path("articles/", views.Articles.as_view()),
    path("articles/<uuid:article_id>/", views.OneArticle.as_view()),
    path("articles/<uuid:article_id>/correct/", views.CorrectArticle.as_view()),
    path("articles/<uuid:article_id>/withdraw/", views.WithdrawArticle.as_view()),
]
