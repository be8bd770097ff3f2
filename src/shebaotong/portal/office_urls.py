"""Addresses of the pages about the agency itself."""

from django.urls import path

from shebaotong.portal.views.desk.office import (
    acts,
    agreements,
    awaited,
    calendar,
    calendar_edit,
    calendar_proposal,
    colleagues,
    directory,
    directory_edit,
    reads,
    tokens,
)

OFFICE = [
    path("desk/office/", directory.office_home, name="office"),
    path("desk/directory/", directory.directory, name="directory"),
    path("desk/directory/changes/", directory_edit.changes, name="directory_changes"),
    path("desk/directory/edit/<str:part>/", directory_edit.edit, name="directory_add"),
    path("desk/directory/edit/<str:part>/<str:key>/", directory_edit.edit, name="directory_edit"),
    path("desk/directory/<str:code>/", directory.city_page, name="city"),
    path("desk/calendar/", calendar.calendar_home, name="calendar_home"),
    path(
        "desk/calendar/proposal/<int:proposal>/",
        calendar_proposal.calendar_proposal,
        name="calendar_proposal",
    ),
    path("desk/calendar/<str:region>/<int:year>/", calendar.calendar, name="calendar"),
    path("desk/calendar/<str:region>/<int:year>/publish/", calendar_edit.publish_year, name="publish_year"),
    path("desk/calendar/<str:region>/<int:year>/day/", calendar_edit.change_day, name="change_day"),
    path("desk/agreements/", agreements.agreements, name="agreements"),
    path("desk/awaited/", awaited.awaited, name="awaited"),
    path("desk/colleagues/", colleagues.colleagues, name="colleagues"),
    path("desk/colleagues/new/", colleagues.new_colleague, name="new_colleague"),
    path("desk/colleagues/of/<str:username>/", colleagues.colleague, name="colleague"),
    path("desk/colleagues/of/<str:username>/code/", colleagues.colleague_code, name="colleague_code"),
    path("desk/colleagues/of/<str:username>/leave/", colleagues.colleague_leaves, name="colleague_leaves"),
    path("desk/tokens/", tokens.tokens, name="tokens"),
    path("desk/tokens/new/", tokens.new_token, name="new_token"),
    path("desk/tokens/channel/", tokens.new_channel, name="new_channel"),
    path("desk/tokens/channel/<str:username>/close/", tokens.close_channel, name="close_channel"),
    path("desk/tokens/<int:token>/revoke/", tokens.revoke_token, name="revoke_token"),
    path("desk/reads/", reads.reads, name="reads"),
    path("desk/acts/", acts.acts, name="acts"),
]
