from django.urls import path

from apps.exchange import views

urlpatterns = [
    path("exchange/presets/", views.Presets.as_view()),
    path("exchange/templates/<slug:kind>.xlsx", views.Template.as_view()),
    path("exchange/imports/", views.Imports.as_view()),
    path("exchange/imports/<uuid:run_id>/", views.OneImport.as_view()),
    path("exchange/imports/<uuid:run_id>/sample/", views.Sample.as_view()),
    path("exchange/imports/<uuid:run_id>/problems/", views.Problems.as_view()),
    path("exchange/imports/<uuid:run_id>/marked.xlsx", views.Marked.as_view()),
    *(path(f"exchange/imports/<uuid:run_id>/{verb}/", view) for verb, view in views.IMPORT_VERBS.items()),
    path("exchange/exports/", views.Exports.as_view()),
    path("exchange/exports/<uuid:run_id>/", views.OneExport.as_view()),
    path("exchange/exports/<uuid:run_id>/file.xlsx", views.ExportFile.as_view()),
    *(path(f"exchange/exports/<uuid:run_id>/{verb}/", view) for verb, view in views.EXPORT_VERBS.items()),
]
