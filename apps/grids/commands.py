"""Commands of this app."""

from apps.commands.perform import register
from apps.grids.actions import load, passwords, postings, redraw
from apps.grids.forms import BorderForm, EndPostingForm, LoadForm, MergeGridsForm, PostingForm, ResetForm, SplitGridForm

register("grids.load_divisions", load.load_divisions, form=LoadForm)
register("grids.load_grids", load.load_grids, form=LoadForm)
register("grids.load_units", load.load_units)
register("grids.split_grid", redraw.split_grid, form=SplitGridForm)
register("grids.merge_grids", redraw.merge_grids, form=MergeGridsForm)
register("grids.move_border", redraw.move_border, form=BorderForm)
register("posting.add", postings.add_posting, form=PostingForm)
register("posting.end", postings.end_posting, form=EndPostingForm)
register("account.reset_password", passwords.reset_password, form=ResetForm)
