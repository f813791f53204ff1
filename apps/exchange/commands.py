"""Commands of the sheets in and out."""

from apps.commands.perform import register
from apps.exchange.actions import exports, imports, keeping
from apps.exchange.serializers import ApplyImportForm, CheckImportForm, ExportForm, RefuseExportForm, UploadedForm
from apps.exchange.tasks import start_export, start_import

register("import.upload", imports.upload, form=UploadedForm, after=(start_import,))
register("import.check", imports.check, form=CheckImportForm, after=(start_import,))
register("import.apply", imports.apply, form=ApplyImportForm, after=(start_import,))
register("import.stop", imports.stop)
register("import.resume", imports.resume, after=(start_import,))
register("import.fetch", imports.fetch)
register("export.ask", exports.ask, form=ExportForm, after=(start_export,))
register("export.approve", exports.approve, after=(start_export,))
register("export.refuse", exports.refuse, form=RefuseExportForm)
register("export.fetch", exports.fetch)
register("import.let_go", keeping.let_import_go)
register("export.let_go", keeping.let_export_go)
