"""What a person wants kept: the page and the API say and change the same."""

import pytest

from history.models import HistoryPreferences
from history.preferences import RETAIN_KIND, change_preferences, preferences_of
from jobs.models import Job

API = "/api/history/preferences"
PAGE = "/settings/history/"
USUAL = {
    "keeps": "everything",
    "keeps_audio": True,
    "most_entries": None,
    "most_mib": None,
    "most_days": None,
    "proof_listens": False,
}
UNLIMITED = {"most_entries": None, "most_mib": None, "most_days": None, "keeps_audio": True}
FORM = {"keeps": "everything", "keeps_audio": "on", "most_entries": "", "most_mib": "", "most_days": ""}


@pytest.fixture
def api(alice, api_of):
    return api_of(alice)


@pytest.fixture
def page(alice, client_of):
    return client_of(alice)


@pytest.fixture
def ceilings(settings):
    update = {"history_max_entries": 1000, "history_max_days": 30, "history_keep_audio": False}
    settings.CONFIG = settings.CONFIG.model_copy(update=update)


def changed(api, **changes):
    answer = api.patch(API, changes, format="json")
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_who_never_chose_has_the_usual_ones(api):
    body = api.get(API).json()
    assert body == {**USUAL, "site": UNLIMITED, "effective": UNLIMITED, "updated_at": None}
    assert not HistoryPreferences.objects.exists()


def test_what_is_sent_is_changed_and_the_rest_stays(api, alice):
    changed(api, keeps="no_text", most_entries=500)
    body = changed(api, most_days=7, proof_listens=True)
    assert (body["keeps"], body["most_entries"], body["most_days"]) == ("no_text", 500, 7)
    assert preferences_of(alice).proof_listens


def test_null_lifts_a_limit(api):
    changed(api, most_entries=500, most_mib=10)
    body = changed(api, most_entries=None)
    assert (body["most_entries"], body["most_mib"]) == (None, 10)


def test_the_sites_ceilings_are_told_with_what_holds(api, ceilings):
    body = changed(api, most_entries=2_000, most_days=7, most_mib=5)
    assert body["site"] == {"most_entries": 1000, "most_mib": None, "most_days": 30, "keeps_audio": False}
    assert body["effective"] == {"most_entries": 1000, "most_mib": 5, "most_days": 7, "keeps_audio": False}
    assert (body["most_entries"], body["keeps_audio"]) == (2_000, True)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("most_entries", 0),
        ("most_entries", -1),
        ("most_entries", 10_000_001),
        ("most_entries", "5"),
        ("most_entries", True),
        ("most_entries", 1.5),
        ("most_mib", 0),
        ("most_mib", 2**64),
        ("most_days", 36_501),
        ("keeps", "some"),
        ("keeps", 1),
        ("keeps_audio", "false"),
        ("proof_listens", 1),
        ("most_hours", 5),
        ("site", {}),
        ("owner", 1),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(api, name, value):
    answer = api.patch(API, {"most_days": 3, name: value}, format="json")
    assert answer.status_code == 400
    assert answer.json()["error"]["param"] == name
    assert not HistoryPreferences.objects.exists()


@pytest.mark.parametrize("body", [[], "text", 5])
def test_what_is_no_object_is_refused(api, body):
    assert api.patch(API, body, format="json").status_code == 400


def test_everybody_has_their_own(api, bob, api_of):
    changed(api, most_entries=5)
    assert api_of(bob).get(API).json()["most_entries"] is None


def test_limits_that_change_are_kept_soon(api, alice):
    changed(api, keeps="nothing", proof_listens=True)
    assert not Job.objects.filter(kind=RETAIN_KIND).exists()
    changed(api, most_mib=5)
    changed(api, most_days=5)
    assert Job.objects.get(kind=RETAIN_KIND).owner == alice


def test_the_page_is_a_tab_of_the_settings(page):
    assert f'href="{PAGE}"' in page.get("/settings/").content.decode()
    content = page.get(PAGE).content.decode()
    assert "What is kept of your history" in content
    assert 'aria-current="page"' in content


def test_the_page_changes_them(page, alice):
    form = {**FORM, "keeps": "no_text", "most_entries": "500", "proof_listens": "on"}
    del form["keeps_audio"]
    content = page.post(PAGE, form, follow=True).content.decode()
    assert "Saved." in content
    assert 'value="500"' in content
    found = preferences_of(alice)
    assert (found.keeps, found.keeps_audio, found.most_entries) == ("no_text", False, 500)
    assert (found.most_mib, found.most_days, found.proof_listens) == (None, None, True)


def test_an_empty_limit_is_lifted(page, alice):
    change_preferences(user=alice, most_entries=5)
    page.post(PAGE, FORM)
    assert preferences_of(alice).most_entries is None


@pytest.mark.parametrize(
    ("name", "value"),
    [("most_entries", "0"), ("most_mib", "lots"), ("most_days", "36501"), ("keeps", "some"), ("keeps", "")],
)
def test_the_page_says_at_its_place_what_is_wrong(page, alice, name, value):
    change_preferences(user=alice, most_entries=7)
    answer = page.post(PAGE, {**FORM, name: value})
    assert answer.status_code == 422
    assert f'id="id_{name}_error"' in answer.content.decode()
    assert preferences_of(alice).most_entries == 7


def test_the_page_tells_the_sites_ceilings(page, ceilings):
    content = page.get(PAGE).content.decode()
    assert "This site keeps 1,000 at the most." in content
    assert "This site keeps no audio for longer than an hour." in content


def test_an_administrator_changes_a_persons_limits(alice, admin_user, client_of):
    change_preferences(user=alice, most_entries=5)
    Job.objects.all().delete()
    address = f"/admin/history/historypreferences/{alice.pk}/change/"
    admin = client_of(admin_user)
    assert admin.get("/admin/history/historypreferences/").status_code == 200
    assert admin.post(address, {**FORM, "most_entries": "0"}).status_code == 200
    assert admin.post(address, {**FORM, "most_entries": "3"}).status_code == 302
    assert preferences_of(alice).most_entries == 3
    assert Job.objects.get(kind=RETAIN_KIND).owner == alice
