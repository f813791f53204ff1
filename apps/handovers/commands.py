from apps.commands.perform import register
from apps.handovers import actions
from apps.handovers.forms import NoteForm, ReceiveForm

register("handover.note", actions.leave_note, form=NoteForm)
register("handover.receive", actions.receive, form=ReceiveForm)
