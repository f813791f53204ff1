"""Commands of this app."""

from apps.commands.perform import register
from apps.standards import actions
from apps.standards.serializers import MatrixForm, TaxonomyForm

register("standards.import_taxonomy", actions.import_taxonomy, form=TaxonomyForm)
register("standards.import_responsibility", actions.import_responsibility, form=MatrixForm)
