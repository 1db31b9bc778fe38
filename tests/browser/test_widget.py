"""The guide on a website of somebody else: one tag, under a strict policy, whatever the website's own style and scripts do."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from chat import OPENING, assert_accessible, box, guide_said, option, press, say, wait_for_replies
from host_site import FALLBACK, HostSite
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Route, expect

from bot.serve import Servers, for_scripts, free_port, running

QUESTION = "has anyone put their own director on the board?"
MESSAGES, SESSIONS = "**/guide/messages", "**/guide/sessions"
FAILED, REFUSED = "Failed to load resource", "has been blocked by CORS policy"
LAUNCHER = "Commissioning guide"


@pytest.fixture(scope="module")
def site() -> Iterator[HostSite]:
    made = HostSite()
    yield made
    made.shutdown()
    made.server_close()


@pytest.fixture(scope="module")
def shown_guide(site: HostSite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """A guide that this website may show."""
    with running(for_scripts(free_port(), tmp_path_factory.mktemp("widget"), origins=(site.url,))) as started:
        site.guide = started.url
        yield started


@pytest.fixture
def page(browser: Browser, shown_guide: Servers) -> Iterator[Page]:
    """A page with an empty session storage. What its console complains of fails the test unless the test expects it."""
    page = browser.new_page(reduced_motion="reduce", viewport={"width": 1000, "height": 800})
    page.set_default_timeout(15_000)
    complaints: list[str] = []
    page.on("console", lambda message: _hear(message, complaints))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.complaints = complaints  # type: ignore[attr-defined]
    page.expected = ()  # type: ignore[attr-defined]
    yield page
    page.close()
    assert [text for text in complaints if not any(part in text for part in page.expected)] == []  # type: ignore[attr-defined]


def _hear(message: ConsoleMessage, complaints: list[str]) -> None:
    if message.type in ("error", "warning"):
        complaints.append(message.text)


def expect_complaints(page: Page, *parts: str) -> None:
    """What the console of this page may complain of: a browser notes there each call that fails."""
    page.expected = parts  # type: ignore[attr-defined]


def launcher(page: Page) -> Locator:
    return page.get_by_role("button", name=LAUNCHER, exact=True)


def open_inline(page: Page, site: HostSite, attributes: str = 'mode="inline"', **more: bool) -> None:
    page.goto(site.page(attributes, **more))
    expect(option(page, OPENING[0])).to_be_visible()


# --- a launcher ------------------------------------------------------------------------------------------------------


def test_before_the_launcher_is_pressed_nothing_is_sent_and_nothing_is_in_the_way(page: Page, site: HostSite) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(site.page(""))
    expect(launcher(page)).to_be_visible()
    expect(launcher(page)).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(launcher(page)).to_be_focused()
    assert not [url for url in asked if "/sessions" in url or "/messages" in url]


def test_the_keyboard_alone_goes_from_the_launcher_to_a_document_and_back(page: Page, site: HostSite) -> None:
    page.goto(site.page('nation="wales" journey="commission"'))
    launcher(page).focus()
    page.keyboard.press("Enter")
    expect(box(page)).to_be_focused()
    wait_for_replies(page, 3)  # the opening, the journey, its nation
    page.keyboard.type("council")
    page.keyboard.press("Enter")
    wait_for_replies(page, 4)
    page.keyboard.type("show the checklist")
    page.keyboard.press("Enter")
    shown = wait_for_replies(page, 5)
    expect(box(page)).to_be_focused()
    link = shown.locator(".documents a").last
    for _ in range(40):
        page.keyboard.press("Shift+Tab")
        if link.evaluate("link => link.getRootNode().activeElement === link"):
            break
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert "Wales" in download.value.path().read_text(encoding="utf-8")
    page.keyboard.press("Escape")
    expect(launcher(page)).to_be_focused()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_escape_and_close_give_the_focus_back_and_the_conversation_stays(page: Page, site: HostSite) -> None:
    page.goto(site.page(""))
    launcher(page).click()
    say(page, QUESTION)
    page.get_by_role("button", name="Close").click()
    expect(launcher(page)).to_be_focused()
    expect(launcher(page)).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    expect(box(page)).to_be_focused()
    expect(guide_said(page)).to_have_count(2)


def test_escape_in_the_question_whether_to_forget_keeps_the_panel_open(page: Page, site: HostSite) -> None:
    page.goto(site.page(""))
    launcher(page).click()
    wait_for_replies(page, 1)
    page.get_by_text("This conversation, and other help").click()
    page.get_by_role("button", name="Forget me", exact=True).click()
    expect(page.get_by_role("button", name="Keep it")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Forget me", exact=True)).to_be_focused()
    expect(page.get_by_role("dialog", name="The Commissioning Guide")).to_be_visible()


@pytest.mark.parametrize("size", [(320, 256), (390, 800)], ids=["much enlarged", "phone"])
def test_on_a_small_screen_it_takes_all_of_it_and_scrolls_in_one_direction(
    browser: Browser, site: HostSite, shown_guide: Servers, size: tuple[int, int]
) -> None:
    page = browser.new_page(viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce")
    page.goto(site.page(""))
    launcher(page).click()
    say(page, QUESTION)
    say(page, "w" * 300)
    panel = page.locator("#panel").bounding_box()
    assert panel and (round(panel["width"]), round(panel["height"])) == size
    wide = page.locator("#scroller").evaluate("room => room.scrollWidth - room.clientWidth")
    assert wide == 0
    close = page.get_by_role("button", name="Close")
    close.scroll_into_view_if_needed()
    close.click()
    expect(launcher(page)).to_be_in_viewport()
    page.close()


# --- somebody else's website -----------------------------------------------------------------------------------------


def test_under_a_strict_policy_it_asks_only_the_guide_and_nothing_is_complained_of(page: Page, site: HostSite) -> None:
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    open_inline(page, site)
    press(page, OPENING[0])
    answer = say(page, QUESTION)
    answer.locator("details.source summary").first.click()
    expect(answer.locator(".passage").first).to_contain_text("Our digest of")
    assert hosts == {urlsplit(site.url).netloc, urlsplit(site.guide).netloc}


@pytest.mark.parametrize("mode", ["inline", "launcher"])
def test_a_hostile_style_of_the_website_changes_nothing_inside(page: Page, site: HostSite, mode: str) -> None:
    seen = []
    for hostile in (False, True):
        page.goto(site.page(f'mode="{mode}"', hostile=hostile))
        if mode == "launcher":
            launcher(page).click()
        wait_for_replies(page, 1)
        for part in (".reply p", ".option", "#box", "#send", "#title", ".speaker"):
            seen.append(page.locator(part).first.evaluate(STYLE))
        page.evaluate("() => sessionStorage.clear()")
    assert seen[: len(seen) // 2] == seen[len(seen) // 2 :]
    expect(page.locator("#open-question")).to_be_hidden()


STYLE = """part => {
  const style = getComputedStyle(part);
  return ["color", "fontFamily", "fontSize", "letterSpacing", "lineHeight", "textTransform", "textAlign", "display", "marginTop",
    "boxSizing", "minHeight", "backgroundColor"].map((name) => `${name}: ${style[name]}`);
}"""


def test_in_a_column_of_300_pixels_nothing_is_cut_off(page: Page, site: HostSite) -> None:
    open_inline(page, site, hostile=True)
    say(page, QUESTION)
    say(page, "what is the difference between a CIC and a community benefit society")
    room = page.locator("#scroller")
    assert room.evaluate("room => room.scrollWidth - room.clientWidth") == 0
    assert room.evaluate("room => room.clientWidth") <= 300


def test_on_a_page_from_right_to_left_the_guide_reads_from_left_to_right(page: Page, site: HostSite) -> None:
    page.goto(site.page("", right_to_left=True))
    launcher(page).click()
    wait_for_replies(page, 1)
    assert page.locator(".reply p").first.evaluate("p => getComputedStyle(p).direction") == "ltr"
    assert page.locator("#guide").get_attribute("lang") == "en-GB"
    expect(page.locator("#panel")).to_be_in_viewport(ratio=1)


def test_two_on_one_page_hold_two_conversations(page: Page, site: HostSite) -> None:
    page.goto(site.page('mode="inline" id="one"', 'mode="inline" id="two"'))
    first, second = page.locator("#one"), page.locator("#two")
    for each in (first, second):
        expect(each.locator("#send")).to_have_attribute("aria-disabled", "false")
        expect(each.locator(".option").first).to_be_visible()
    first.locator("#box").fill(QUESTION)
    first.locator("#box").press("Enter")
    expect(first.locator(".entry-guide")).to_have_count(2)
    expect(second.locator(".entry-guide")).to_have_count(1)
    keys = page.evaluate("() => Object.entries(sessionStorage)")
    assert len(keys) == 2 and len({token for _, token in keys}) == 2


def test_two_without_names_do_not_speak_in_one_conversation(page: Page, site: HostSite) -> None:
    page.goto(site.page('mode="inline"', 'mode="inline"'))
    expect(page.locator(".option").nth(4)).to_be_visible()
    assert len({token for _, token in page.evaluate("() => Object.entries(sessionStorage)")}) == 2


def test_a_website_of_one_page_may_take_it_away_and_bring_it_back(page: Page, site: HostSite) -> None:
    open_inline(page, site)
    say(page, QUESTION)
    page.evaluate("() => away()")
    expect(page.locator("commissioning-guide")).to_have_count(0)
    page.evaluate("() => back()")
    expect(guide_said(page)).to_have_count(2)
    expect(page.locator(".said")).to_have_text([QUESTION])
    page.evaluate("() => moved()")  # the same element in another place
    expect(guide_said(page)).to_have_count(2)
    say(page, "how can risk be shared?")
    assert page.evaluate("() => Object.keys(sessionStorage).length") == 1


def test_the_website_itself_is_never_scrolled(page: Page, site: HostSite) -> None:
    page.set_viewport_size({"width": 1000, "height": 1200})  # or the browser itself brings the box into sight
    open_inline(page, site)
    page.evaluate("() => { document.body.style.paddingTop = '50px'; document.body.style.paddingBottom = '2000px'; }")
    box(page).fill(QUESTION)
    page.evaluate("() => scrollTo(0, 40)")
    page.keyboard.press("Enter")
    wait_for_replies(page, 2)
    assert page.evaluate("() => scrollY") == 40


def test_the_website_hears_what_happens_and_no_word_of_it(page: Page, site: HostSite) -> None:
    page.goto(site.page('journey="commission" nation="wales"'))
    launcher(page).click()
    wait_for_replies(page, 3)
    say(page, "council")
    say(page, "Home visits in Abbotsbury")
    link = say(page, "show the checklist").locator(".documents a").first
    link.evaluate("link => link.addEventListener('click', (event) => event.preventDefault())")
    link.click()
    page.keyboard.press("Escape")
    expect_complaints(page, FAILED)
    page.route(MESSAGES, lambda route: route.abort())
    launcher(page).click()
    box(page).fill("Home visits in Abbotsbury")
    box(page).press("Enter")
    expect(page.locator("#problem")).not_to_be_empty()
    heard = page.evaluate("() => window.heard")
    assert {name for name, _ in heard} == {f"guide-{name}" for name in ("ready", "open", "close", "reply", "document", "problem")}
    assert ["guide-document", '{"file":"checklist.html"}'] in heard and ["guide-problem", '{"kind":"unreachable"}'] in heard
    assert "Abbotsbury" not in str(heard)


def test_where_the_website_is_not_named_its_own_words_stay_and_the_console_says_what_to_do(
    browser: Browser, site: HostSite, guide_url: str
) -> None:
    page, told = browser.new_page(), []
    page.on("console", lambda message: told.append(message.text))
    named, site.guide = site.guide, guide_url
    try:
        page.goto(site.page('mode="inline"'))
        expect(page.locator("commissioning-guide")).to_have_text(FALLBACK)
        page.wait_for_event("console", lambda message: "origins" in message.text) if not any(
            "origins" in t for t in told
        ) else None
        expect(page.locator("commissioning-guide")).to_be_visible()
    finally:
        site.guide = named
    page.close()


# --- what an author of the website may choose ------------------------------------------------------------------------


@pytest.mark.parametrize(("scheme", "accent", "used"), [
    ("light", "#7a0019", True), ("light", "rebeccapurple", True), ("dark", "#ffd7e0", True),
    ("light", "#ffee58", False), ("dark", "#7a0019", False), ("light", "rgb(0 0 0 / 20%)", False), ("light", "no colour", False),
])  # fmt: skip
def test_a_colour_is_used_only_if_it_can_be_read(page: Page, site: HostSite, scheme: str, accent: str, used: bool) -> None:
    expect_complaints(page, "accent")
    open_inline(page, site, f'mode="inline" scheme="{scheme}" accent="{accent}"')
    shown = page.locator("#send").evaluate("button => getComputedStyle(button).backgroundColor")
    page.goto(site.page(f'mode="inline" scheme="{scheme}"'))
    expect(option(page, OPENING[0])).to_be_visible()
    own = page.locator("#send").evaluate("button => getComputedStyle(button).backgroundColor")
    assert (shown != own) is used
    told: list[str] = page.complaints  # type: ignore[attr-defined]
    assert any("accent" in text for text in told) is not used


@pytest.mark.parametrize("accent", ["#7a0019", "#003c71", "#00664f"])
def test_with_a_colour_of_the_website_no_rule_of_axe_is_broken(page: Page, site: HostSite, accent: str) -> None:
    open_inline(page, site, f'mode="inline" scheme="light" accent="{accent}" band="{accent}"')
    say(page, QUESTION)
    assert_accessible(page, accent)


def test_a_colour_can_be_set_by_the_websites_style_and_changed_later(page: Page, site: HostSite) -> None:
    open_inline(page, site, 'mode="inline" scheme="light"')
    send = page.locator("#send")
    page.locator("commissioning-guide").evaluate("guide => guide.style.setProperty('--guide-accent', '#003c71')")
    page.locator("commissioning-guide").evaluate("guide => guide.setAttribute('band', '#003c71')")
    assert send.evaluate("button => getComputedStyle(button).backgroundColor") == "rgb(0, 60, 113)"


@pytest.mark.parametrize(("journey", "first"), [("commission", OPENING[0]), ("spin_out", OPENING[1]), ("impact", OPENING[2])])
def test_a_journey_that_is_named_begins_by_itself(page: Page, site: HostSite, journey: str, first: str) -> None:
    page.goto(site.page(f'mode="inline" journey="{journey}"'))
    wait_for_replies(page, 2)
    expect(page.locator(".said")).to_have_text([first])


def test_a_nation_that_is_named_is_answered_once_and_can_be_changed(page: Page, site: HostSite) -> None:
    page.goto(site.page('mode="inline" journey="commission" nation="scotland"'))
    wait_for_replies(page, 3)
    expect(page.locator(".said")).to_have_text([OPENING[0], "Scotland"])
    say(page, "change my nation")
    expect(option(page, "Wales")).to_be_visible()
    page.reload()
    expect(page.locator(".said")).to_have_count(3)


def test_a_language_that_is_not_there_is_told_to_the_author_and_english_is_spoken(page: Page, site: HostSite) -> None:
    expect_complaints(page, 'no words in "cy"', "words.cy.js", "404")
    open_inline(page, site, 'mode="inline" language="cy"')
    told: list[str] = page.complaints  # type: ignore[attr-defined]
    assert any('no words in "cy"' in text for text in told)


def test_what_is_kept_for_the_page_alone_is_gone_with_it(page: Page, site: HostSite) -> None:
    open_inline(page, site, 'mode="inline" keep="page"')
    say(page, QUESTION)
    assert page.evaluate("() => sessionStorage.length + localStorage.length") == 0
    page.reload()
    expect(option(page, OPENING[0])).to_be_visible()
    expect(page.locator(".said")).to_have_count(0)


# --- what goes wrong -------------------------------------------------------------------------------------------------


def refuse(status: int, code: str) -> dict[str, object]:
    return {"status": status, "json": {"error": {"code": code, "message": "In the guide's own words."}, "replies": []}}


@pytest.mark.parametrize(("code", "told"), [
    ("session_expired", "nothing was said for a long time"), ("session_rotated", "another tab or window"),
    ("no_session", "no longer here"),
])  # fmt: skip
def test_each_way_to_lose_a_conversation_has_its_own_words_and_the_text_is_kept(
    page: Page, site: HostSite, code: str, told: str
) -> None:
    expect_complaints(page, FAILED, REFUSED)
    open_inline(page, site)
    headers = {"Access-Control-Allow-Origin": site.url}
    page.route(MESSAGES, lambda route: route.fulfill(**refuse(401, code), headers=headers), times=1)
    box(page).fill(QUESTION)
    box(page).press("Enter")
    expect(page.locator(".entry-notice")).to_contain_text(told)
    expect(box(page)).to_have_value(QUESTION)
    say(page, QUESTION)


def cut(route: Route) -> None:
    route.abort()


def test_offline_restarting_and_refused_each_have_their_own_words_and_the_text_is_kept(page: Page, site: HostSite) -> None:
    expect_complaints(page, FAILED, REFUSED)
    open_inline(page, site)
    page.route(MESSAGES, cut)
    box(page).fill(QUESTION)
    box(page).press("Enter")
    expect(page.locator("#problem")).to_contain_text("It may be starting again")
    page.unroute(MESSAGES)
    page.context.set_offline(True)
    box(page).press("Enter")
    expect(page.locator("#problem")).to_contain_text("You are offline")
    expect(box(page)).to_have_value(QUESTION)
    page.context.set_offline(False)
    headers = {"Access-Control-Allow-Origin": site.url}
    page.route(MESSAGES, lambda route: route.fulfill(**refuse(503, "closed"), headers=headers))
    box(page).press("Enter")
    expect(page.locator("#problem")).to_contain_text("In the guide's own words.")
    expect(box(page)).to_have_value(QUESTION)


def test_a_guide_that_does_not_name_the_website_says_so(page: Page, site: HostSite, guide_url: str) -> None:
    expect_complaints(page, FAILED, REFUSED)
    site.calls = f"{site.guide} {guide_url}"
    try:
        page.goto(site.page(f'mode="inline" server="{guide_url}"'))  # files of one guide, conversation of another
        expect(page.locator("#problem")).to_contain_text("This website may not show the guide yet")
    finally:
        site.calls = ""


def test_a_guide_that_is_away_at_the_start_can_be_tried_again(page: Page, site: HostSite) -> None:
    expect_complaints(page, FAILED, REFUSED)
    page.route(SESSIONS, cut)
    page.goto(site.page('mode="inline"'))
    again = page.get_by_role("button", name="Try again")
    again.focus()
    page.unroute(SESSIONS)
    page.keyboard.press("Enter")
    expect(option(page, OPENING[0])).to_be_visible()
    expect(box(page)).to_be_focused()


# --- rules of accessibility ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("mode", ["launcher", "inline"])
def test_no_state_breaks_a_rule_of_axe(page: Page, site: HostSite, mode: str, scheme: str) -> None:
    expect_complaints(page, FAILED, REFUSED)
    page.goto(site.page(f'mode="{mode}" scheme="{scheme}"'))
    if mode == "launcher":
        expect(launcher(page)).to_be_visible()
        assert_accessible(page, "closed")
        launcher(page).click()
    wait_for_replies(page, 1)
    assert_accessible(page, "opening")
    press(page, OPENING[0])
    assert_accessible(page, "question with options")
    answer = say(page, QUESTION)
    answer.locator("details.source summary").first.click()
    expect(answer.locator(".passage").first).to_contain_text("Our digest of")
    assert_accessible(page, "answer with its source opened")
    press(page, "England")
    say(page, "what have I told you?")
    assert_accessible(page, "answers to be checked")
    say(page, "what is the difference between a CIC and a community benefit society")
    assert_accessible(page, "a table")
    say(page, "show the checklist")
    assert_accessible(page, "a document")
    page.get_by_role("button", name="Send").click()
    assert_accessible(page, "empty message")
    page.route(MESSAGES, cut)
    box(page).fill(QUESTION)
    box(page).press("Enter")
    expect(page.locator("#problem")).to_contain_text("cannot be reached")
    assert_accessible(page, "guide out of reach")
    page.get_by_text("This conversation, and other help").click()
    page.get_by_role("button", name="Forget me", exact=True).click()
    assert_accessible(page, "confirm step")
