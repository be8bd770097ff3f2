"""Addresses of the pages."""

from django.urls import path

from shebaotong.portal.office_urls import OFFICE
from shebaotong.portal.views import (
    account,
    faces,
    gallery,
    guide,
    home,
    papers,
    session,
    sign_in,
    sms,
    tracking,
)
from shebaotong.portal.views.desk import act, alerts, board, case, files, inbox, intake, people, window_code
from shebaotong.portal.views.desk import whatif as desk_whatif
from shebaotong.portal.views.mine import apply, log, messages, overview, supplement
from shebaotong.portal.views.mine import whatif as my_whatif

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("find/", home.search, name="find"),
    path("event/<slug:slug>/", home.event, name="event"),
    path("item/<slug:code>/", guide.item_guide, name="guide"),
    path("ways/", guide.ways, name="ways"),
    path("face/", faces.change, name="face"),
    path("login/", sign_in.login, name="login"),
    path("logout/", sign_in.logout, name="logout"),
    path("account/", account.sessions, name="sessions"),
    path("account/end/", account.end_session, name="session_end"),
    path("password/change/", account.change_password, name="password_change"),
    path("password/forgotten/", account.forgotten, name="password_forgotten"),
    path("password/reset/", account.reset_password, name="password_reset"),
    path("track/", tracking.track, name="track"),
    path("track/paper/", papers.tracked_pdf, name="tracked_pdf"),
    path("v/<str:code>/", papers.verify, name="verify"),
    path("apply/<slug:code>/", apply.apply, name="apply"),
    path("apply/done/<str:number>/", apply.done, name="apply_done"),
    path("mine/", overview.mine, name="mine"),
    path("mine/case/<str:number>/", overview.case, name="my_case"),
    path("mine/case/<str:number>/pdf/<str:key>/", papers.my_pdf, name="my_pdf"),
    path("mine/case/<str:number>/supplement/", supplement.supplement, name="my_supplement"),
    path("mine/case/<str:number>/file/<str:sha256>/", supplement.my_file, name="my_file"),
    path("mine/log/", log.log, name="my_log"),
    path("mine/messages/", messages.messages, name="my_messages"),
    path("mine/whatif/", my_whatif.whatif, name="my_whatif"),
    path("demo/sms/", sms.outbox, name="sms_outbox"),
    path("desk/case/<str:number>/pdf/<str:key>/", papers.staff_pdf, name="staff_pdf"),
    path("desk/", inbox.inbox, name="inbox"),
    path("desk/search/", inbox.search, name="search"),
    path("desk/next/", inbox.take_next, name="next"),
    path("desk/people/", people.people, name="people"),
    path("desk/whatif/", desk_whatif.whatif, name="desk_whatif"),
    path("desk/board/", board.board, name="board"),
    path("desk/alerts/", alerts.alerts, name="alerts"),
    path("desk/code/", window_code.window_code, name="window_code"),
    path("desk/intake/", intake.intake, name="intake"),
    path("desk/intake/<slug:code>/", intake.intake_item, name="intake_item"),
    path("desk/intake/done/<str:number>/", intake.intake_done, name="intake_done"),
    path("desk/case/<str:number>/", case.case, name="case"),
    path("desk/case/<str:number>/say/", case.say_something, name="say"),
    path("desk/case/<str:number>/take/", case.take, name="take"),
    path("desk/case/<str:number>/number/", people.unmask, name="unmask"),
    path("desk/case/<str:number>/file/<str:sha256>/", files.case_file, name="case_file"),
    path("desk/case/<str:number>/do/<str:full_type>/", act.act, name="act"),
    path("desk/case/<str:number>/paper/<str:key>/", case.document, name="document"),
    *OFFICE,
    path("session/", session.extend, name="extend"),
    path("design/", gallery.gallery, name="gallery"),
    path("design/<slug:name>/", gallery.screen, name="screen"),
]
