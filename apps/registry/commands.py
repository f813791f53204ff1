"""Commands of the registry."""

from apps.commands.forms import BatchForm
from apps.commands.perform import register
from apps.registry import forms
from apps.registry.actions import (
    care,
    codes,
    grids,
    homes,
    households,
    leaving,
    merging,
    organisations,
    people,
    places,
    retaining,
    revealing,
    roles,
    tenures,
    unused_media,
    visit_photos,
    visits,
)

register("registry.load_codes", codes.load_codes, form=forms.CodesForm)
register("registry.load_rules", retaining.load_rules, form=forms.RulesForm)
register("registry.regrid", grids.regrid, form=forms.RegridForm)
register("registry.retain", retaining.retain, form=forms.RetainForm)
register("registry.let_go_photos", visit_photos.let_go, form=BatchForm)
register("registry.let_go_unused", unused_media.let_go, form=BatchForm)

register("person.add", people.add_person, form=forms.PersonForm)
register("person.correct", people.correct_person, form=forms.CorrectPersonForm)
register("person.move", people.move_person, form=forms.MovePersonForm)
register("person.leave", leaving.leave, form=forms.LeaveForm)
register("person.come_back", leaving.come_back, form=forms.ComeBackForm)
register("person.add_role", roles.add_role, form=forms.RoleForm)
register("person.end_role", roles.end_role, form=forms.EndRoleForm)
register("person.join", households.join_household, form=forms.JoinForm)
register("person.part", households.part_household, form=forms.Versioned)
register("person.merge", merging.merge, form=forms.MergePersonForm)
register("person.unmerge", merging.unmerge, form=forms.MergePersonForm)
register("person.reveal", revealing.reveal_person, form=forms.RevealForm, kept=False)
register("person.consent", care.give_consent, form=forms.ConsentForm)
register("person.withdraw_consent", care.withdraw_consent, form=forms.WithdrawForm)
register("person.ask", care.ask, form=forms.RequestForm)
register("household.add", households.add_household, form=forms.HouseholdForm)
register("request.answer", care.answer_request, form=forms.AnswerForm)

register("building.add", homes.add_building, form=forms.BuildingForm)
register("building.correct", homes.correct_building, form=forms.CorrectBuildingForm)
register("room.add", homes.add_room, form=forms.RoomForm)
register("room.correct", homes.correct_room, form=forms.CorrectRoomForm)
register("room.add_tenure", tenures.add_tenure, form=forms.TenureForm)
register("room.end_tenure", tenures.end_tenure, form=forms.EndTenureForm)

register("organisation.add", organisations.add_organisation, form=forms.OrganisationForm)
register("organisation.correct", organisations.correct_organisation, form=forms.CorrectOrganisationForm)
register("organisation.move", organisations.move_organisation, form=forms.MoveOrganisationForm)
register("organisation.reveal", revealing.reveal_organisation, form=forms.RevealForm, kept=False)

register("part.add", places.add_part, form=forms.PartForm)
register("part.correct", places.correct_part, form=forms.CorrectPartForm)
register("service_place.add", places.add_service_place, form=forms.ServicePlaceForm)
register("service_place.correct", places.correct_service_place, form=forms.CorrectServicePlaceForm)
register("visit.record", visits.record_visit, form=forms.VisitForm)
