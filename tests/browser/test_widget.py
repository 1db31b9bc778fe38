"""The guide on a website of somebody else: one tag, under a strict policy, whatever the website's own style and scripts do."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from chat import OPENING, assert_accessible, box, guide_said, option, press, say, wait_for_replies
from host_site import FAILED, FALLBACK, REFUSED, HostSite, expect_complaints, launcher, open_inline
from playwright.sync_api import Browser, Page, Route, expect

QUESTION = "has anyone put their own director on the board?"
MESSAGES, SESSIONS = "**/guide/messages", "**/guide/sessions"


# --- a launcher ------------------------------------------------------------------------------------------------------


def test_before_the_launcher_is_pressed_nothing_is_sent_and_nothing_is_in_the_way(site_page: Page, site: HostSite) -> None:
    asked: list[str] = []
    site_page.on("request", lambda request: asked.append(request.url))
    site_page.goto(site.page(""))
    expect(launcher(site_page)).to_be_visible()
    expect(launcher(site_page)).to_have_attribute("aria-expanded", "false")
    expect(site_page.get_by_role("dialog")).to_have_count(0)
    site_page.keyboard.press("Tab")
    site_page.keyboard.press("Tab")
    expect(launcher(site_page)).to_be_focused()
    assert not [url for url in asked if "/sessions" in url or "/messages" in url]


def test_the_keyboard_alone_goes_from_the_launcher_to_a_document_and_back(site_page: Page, site: HostSite) -> None:
    site_page.goto(site.page('nation="wales" journey="commission"'))
    launcher(site_page).focus()
    site_page.keyboard.press("Enter")
    expect(box(site_page)).to_be_focused()
    wait_for_replies(site_page, 3)  # the opening, the journey, its nation
    site_page.keyboard.type("council")
    site_page.keyboard.press("Enter")
    wait_for_replies(site_page, 4)
    site_page.keyboard.type("show the checklist")
    site_page.keyboard.press("Enter")
    shown = wait_for_replies(site_page, 5)
    expect(box(site_page)).to_be_focused()
    link = shown.locator(".documents a").last
    for _ in range(40):
        site_page.keyboard.press("Shift+Tab")
        if link.evaluate("link => link.getRootNode().activeElement === link"):
            break
    with site_page.expect_download() as download:
        site_page.keyboard.press("Enter")
    assert "Wales" in download.value.path().read_text(encoding="utf-8")
    site_page.keyboard.press("Escape")
    expect(launcher(site_page)).to_be_focused()
    expect(site_page.get_by_role("dialog")).to_have_count(0)


def test_escape_and_close_give_the_focus_back_and_the_conversation_stays(site_page: Page, site: HostSite) -> None:
    site_page.goto(site.page(""))
    launcher(site_page).click()
    wait_for_replies(site_page, 1)
    say(site_page, QUESTION)
    site_page.get_by_role("button", name="Close").click()
    expect(launcher(site_page)).to_be_focused()
    expect(launcher(site_page)).to_have_attribute("aria-expanded", "false")
    site_page.keyboard.press("Enter")
    expect(box(site_page)).to_be_focused()
    expect(guide_said(site_page)).to_have_count(2)


def test_escape_in_the_question_whether_to_forget_keeps_the_panel_open(site_page: Page, site: HostSite) -> None:
    site_page.goto(site.page(""))
    launcher(site_page).click()
    wait_for_replies(site_page, 1)
    site_page.get_by_text("This conversation, and other help").click()
    site_page.get_by_role("button", name="Forget me", exact=True).click()
    expect(site_page.get_by_role("button", name="Keep it")).to_be_focused()
    site_page.keyboard.press("Escape")
    expect(site_page.get_by_role("button", name="Forget me", exact=True)).to_be_focused()
    expect(site_page.get_by_role("dialog", name="The Commissioning Guide")).to_be_visible()


@pytest.mark.parametrize("size", [(320, 256), (390, 800)], ids=["much enlarged", "phone"])
def test_on_a_small_screen_it_takes_all_of_it_and_scrolls_in_one_direction(
    browser: Browser, site: HostSite, shown_guide: object, size: tuple[int, int]
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


# What has the focus within the panel, by its id or tag; OUT if it is elsewhere.
WITHIN = """() => {
  const at = document.activeElement.shadowRoot?.activeElement;
  return at?.closest("#panel") ? at.id || at.tagName : "OUT";
}"""


@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
def test_where_the_panel_takes_all_of_the_screen_the_keyboard_stays_in_it(site_page: Page, site: HostSite, key: str) -> None:
    site_page.set_viewport_size({"width": 390, "height": 800})
    site_page.goto(site.page(""))
    launcher(site_page).click()
    wait_for_replies(site_page, 1)
    reached = set()
    for _ in range(25):
        site_page.keyboard.press(key)
        reached.add(site_page.evaluate(WITHIN))
    assert "OUT" not in reached and {"box", "send", "close", "skip"} <= reached


def test_on_a_phone_close_stays_in_reach(site_page: Page, site: HostSite) -> None:
    site_page.set_viewport_size({"width": 390, "height": 844})
    site_page.goto(site.page(""))
    launcher(site_page).click()
    wait_for_replies(site_page, 1)
    say(site_page, QUESTION)
    expect(site_page.get_by_role("button", name="Close")).to_be_in_viewport(ratio=1)
    expect(site_page.locator(".said").last).to_be_in_viewport(ratio=1)


# --- somebody else's website -----------------------------------------------------------------------------------------


def test_under_a_strict_policy_it_asks_only_the_guide_and_nothing_is_complained_of(site_page: Page, site: HostSite) -> None:
    hosts: set[str] = set()
    site_page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    open_inline(site_page, site)
    press(site_page, OPENING[0])
    answer = say(site_page, QUESTION)
    answer.locator("details.source summary").first.click()
    expect(answer.locator(".passage").first).to_contain_text("Our digest of")
    assert hosts == {urlsplit(site.url).netloc, urlsplit(site.guide).netloc}


@pytest.mark.parametrize("mode", ["inline", "launcher"])
def test_a_hostile_style_of_the_website_changes_nothing_inside(site_page: Page, site: HostSite, mode: str) -> None:
    seen = []
    for hostile in (False, True):
        site_page.goto(site.page(f'mode="{mode}"', hostile=hostile))
        if mode == "launcher":
            launcher(site_page).click()
        wait_for_replies(site_page, 1)
        for part in (".reply p", ".option", "#box", "#send", "#title", ".speaker"):
            seen.append(site_page.locator(part).first.evaluate(STYLE))
        site_page.evaluate("() => sessionStorage.clear()")
    assert seen[: len(seen) // 2] == seen[len(seen) // 2 :]
    expect(site_page.locator("#open-question")).to_be_hidden()


STYLE = """part => {
  const style = getComputedStyle(part);
  return ["color", "fontFamily", "fontSize", "letterSpacing", "lineHeight", "textTransform", "textAlign", "display", "marginTop",
    "boxSizing", "minHeight", "backgroundColor"].map((name) => `${name}: ${style[name]}`);
}"""


def test_in_a_column_of_300_pixels_nothing_is_cut_off(site_page: Page, site: HostSite) -> None:
    open_inline(site_page, site, hostile=True)
    say(site_page, QUESTION)
    say(site_page, "what is the difference between a CIC and a community benefit society")
    room = site_page.locator("#scroller")
    assert room.evaluate("room => room.scrollWidth - room.clientWidth") == 0
    assert room.evaluate("room => room.clientWidth") <= 300


def test_on_a_page_from_right_to_left_the_guide_reads_from_left_to_right(site_page: Page, site: HostSite) -> None:
    site_page.goto(site.page("", right_to_left=True))
    launcher(site_page).click()
    wait_for_replies(site_page, 1)
    assert site_page.locator(".reply p").first.evaluate("p => getComputedStyle(p).direction") == "ltr"
    assert site_page.locator("#guide").get_attribute("lang") == "en-GB"
    expect(site_page.locator("#panel")).to_be_in_viewport(ratio=1)


def test_two_on_one_page_hold_two_conversations(site_page: Page, site: HostSite) -> None:
    site_page.goto(site.page('mode="inline" id="one"', 'mode="inline" id="two"'))
    first, second = site_page.locator("#one"), site_page.locator("#two")
    for each in (first, second):
        expect(each.locator("#send")).to_have_attribute("aria-disabled", "false")
        expect(each.locator(".option").first).to_be_visible()
    first.locator("#box").fill(QUESTION)
    first.locator("#box").press("Enter")
    expect(first.locator(".entry-guide")).to_have_count(2)
    expect(second.locator(".entry-guide")).to_have_count(1)
    keys = site_page.evaluate("() => Object.entries(sessionStorage)")
    assert len(keys) == 2 and len({token for _, token in keys}) == 2


def test_two_without_names_do_not_speak_in_one_conversation(site_page: Page, site: HostSite) -> None:
    site_page.goto(site.page('mode="inline"', 'mode="inline"'))
    expect(site_page.locator(".option").nth(4)).to_be_visible()
    assert len({token for _, token in site_page.evaluate("() => Object.entries(sessionStorage)")}) == 2


def test_a_website_of_one_page_may_take_it_away_and_bring_it_back(site_page: Page, site: HostSite) -> None:
    open_inline(site_page, site)
    say(site_page, QUESTION)
    site_page.evaluate("() => away()")
    expect(site_page.locator("commissioning-guide")).to_have_count(0)
    site_page.evaluate("() => back()")
    expect(guide_said(site_page)).to_have_count(2)
    expect(site_page.locator(".said")).to_have_text([QUESTION])
    site_page.evaluate("() => moved()")  # the same element in another place
    expect(guide_said(site_page)).to_have_count(2)
    say(site_page, "how can risk be shared?")
    assert site_page.evaluate("() => Object.keys(sessionStorage).length") == 1


def test_the_website_itself_is_never_scrolled(site_page: Page, site: HostSite) -> None:
    site_page.set_viewport_size({"width": 1000, "height": 1200})  # or the browser itself brings the box into sight
    open_inline(site_page, site)
    site_page.evaluate("() => { document.body.style.paddingTop = '50px'; document.body.style.paddingBottom = '2000px'; }")
    box(site_page).fill(QUESTION)
    site_page.evaluate("() => scrollTo(0, 40)")
    site_page.keyboard.press("Enter")
    wait_for_replies(site_page, 2)
    assert site_page.evaluate("() => scrollY") == 40


def test_the_website_hears_what_happens_and_no_word_of_it(site_page: Page, site: HostSite) -> None:
    site_page.goto(site.page('journey="commission" nation="wales"'))
    launcher(site_page).click()
    wait_for_replies(site_page, 3)
    say(site_page, "council")
    say(site_page, "Home visits in Abbotsbury")
    link = say(site_page, "show the checklist").locator(".documents a").first
    link.evaluate("link => link.addEventListener('click', (event) => event.preventDefault())")
    link.click()
    site_page.keyboard.press("Escape")
    expect_complaints(site_page, FAILED)
    site_page.route(MESSAGES, lambda route: route.abort())
    launcher(site_page).click()
    box(site_page).fill("Home visits in Abbotsbury")
    box(site_page).press("Enter")
    expect(site_page.locator("#problem")).not_to_be_empty()
    heard = site_page.evaluate("() => window.heard")
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
def test_a_colour_is_used_only_if_it_can_be_read(site_page: Page, site: HostSite, scheme: str, accent: str, used: bool) -> None:
    told = expect_complaints(site_page, "accent")
    open_inline(site_page, site, f'mode="inline" scheme="{scheme}" accent="{accent}"')
    shown = site_page.locator("#send").evaluate("button => getComputedStyle(button).backgroundColor")
    site_page.goto(site.page(f'mode="inline" scheme="{scheme}"'))
    expect(option(site_page, OPENING[0])).to_be_visible()
    own = site_page.locator("#send").evaluate("button => getComputedStyle(button).backgroundColor")
    assert (shown != own) is used
    assert any("accent" in text for text in told) is not used


@pytest.mark.parametrize("accent", ["#7a0019", "#003c71", "#00664f"])
def test_with_a_colour_of_the_website_no_rule_of_axe_is_broken(site_page: Page, site: HostSite, accent: str) -> None:
    open_inline(site_page, site, f'mode="inline" scheme="light" accent="{accent}" band="{accent}"')
    say(site_page, QUESTION)
    assert_accessible(site_page, accent)


def test_a_colour_can_be_set_by_the_websites_style_and_changed_later(site_page: Page, site: HostSite) -> None:
    open_inline(site_page, site, 'mode="inline" scheme="light"')
    send = site_page.locator("#send")
    site_page.locator("commissioning-guide").evaluate("guide => guide.style.setProperty('--guide-accent', '#003c71')")
    site_page.locator("commissioning-guide").evaluate("guide => guide.setAttribute('band', '#003c71')")
    assert send.evaluate("button => getComputedStyle(button).backgroundColor") == "rgb(0, 60, 113)"


@pytest.mark.parametrize(("journey", "first"), [("commission", OPENING[0]), ("spin_out", OPENING[1]), ("impact", OPENING[2])])
def test_a_journey_that_is_named_begins_by_itself(site_page: Page, site: HostSite, journey: str, first: str) -> None:
    site_page.goto(site.page(f'mode="inline" journey="{journey}"'))
    wait_for_replies(site_page, 2)
    expect(site_page.locator(".said")).to_have_text([first])


def test_a_nation_that_is_named_is_answered_once_and_can_be_changed(site_page: Page, site: HostSite) -> None:
    site_page.goto(site.page('mode="inline" journey="commission" nation="scotland"'))
    wait_for_replies(site_page, 3)
    expect(site_page.locator(".said")).to_have_text([OPENING[0], "Scotland"])
    say(site_page, "change my nation")
    expect(option(site_page, "Wales")).to_be_visible()
    site_page.reload()
    expect(site_page.locator(".said")).to_have_count(3)


def test_a_language_that_is_not_there_is_told_to_the_author_and_english_is_spoken(site_page: Page, site: HostSite) -> None:
    told = expect_complaints(site_page, 'no words in "cy"', "words.cy.js", "404")
    open_inline(site_page, site, 'mode="inline" language="cy"')
    assert any('no words in "cy"' in text for text in told)


def test_what_is_kept_for_the_page_alone_is_gone_with_it(site_page: Page, site: HostSite) -> None:
    open_inline(site_page, site, 'mode="inline" keep="page"')
    say(site_page, QUESTION)
    assert site_page.evaluate("() => sessionStorage.length + localStorage.length") == 0
    site_page.reload()
    expect(option(site_page, OPENING[0])).to_be_visible()
    expect(site_page.locator(".said")).to_have_count(0)


# --- what people think of an answer ----------------------------------------------------------------------------------


def test_whoever_says_that_an_answer_is_not_right_is_asked_why_and_no_word_is_sent(site_page: Page, site: HostSite) -> None:
    open_inline(site_page, site)
    answer = say(site_page, QUESTION)
    group = answer.get_by_role("group", name="What you think of this answer: ")
    lost = """() => {
        window.lost = [];
        document.querySelector("commissioning-guide").shadowRoot.addEventListener("focusout", (event) => {
            if (!event.relatedTarget) window.lost.push(event.target.tagName);
        });
    }"""
    site_page.evaluate(lost)
    group.get_by_role("button", name="No").focus()
    site_page.keyboard.press("Enter")
    expect(group.get_by_text("What is wrong with it?")).to_be_focused()
    site_page.keyboard.press("Tab")
    expect(group.get_by_role("button", name="Out of date")).to_be_focused()
    with site_page.expect_request("**/guide/feedback") as sent:
        site_page.keyboard.press("Enter")
    expect(group).to_contain_text("Thank you")
    assert set(sent.value.post_data_json) == {"about", "said"} and sent.value.post_data_json["said"] == "out_of_date"
    assert site_page.evaluate("() => window.lost") == []
    expect(guide_said(site_page)).to_have_count(2)


def test_feedback_that_cannot_be_kept_is_told_so(site_page: Page, site: HostSite) -> None:
    expect_complaints(site_page, FAILED)
    open_inline(site_page, site)
    group = say(site_page, QUESTION).get_by_role("group", name="What you think")
    site_page.route("**/guide/feedback", cut)
    group.get_by_role("button", name="Yes").click()
    expect(group).to_contain_text("cannot be reached")


@pytest.mark.parametrize("text", ["what is the capital of France?", "hello", "my husband hits me"])
def test_only_an_answer_from_the_content_is_asked_about(site_page: Page, site: HostSite, text: str) -> None:
    open_inline(site_page, site)
    expect(say(site_page, text).locator(".feedback")).to_have_count(0)


# --- what goes wrong -------------------------------------------------------------------------------------------------


def refuse(status: int, code: str) -> dict[str, object]:
    return {"status": status, "json": {"error": {"code": code, "message": "In the guide's own words."}, "replies": []}}


@pytest.mark.parametrize(("code", "told"), [
    ("session_expired", "nothing was said for a long time"), ("session_rotated", "another tab or window"),
    ("no_session", "no longer here"),
])  # fmt: skip
def test_each_way_to_lose_a_conversation_has_its_own_words_and_the_text_is_kept(
    site_page: Page, site: HostSite, code: str, told: str
) -> None:
    expect_complaints(site_page, FAILED, REFUSED)
    open_inline(site_page, site)
    headers = {"Access-Control-Allow-Origin": site.url}
    site_page.route(MESSAGES, lambda route: route.fulfill(**refuse(401, code), headers=headers), times=1)
    box(site_page).fill(QUESTION)
    box(site_page).press("Enter")
    expect(site_page.locator(".entry-notice")).to_contain_text(told)
    expect(box(site_page)).to_have_value(QUESTION)
    say(site_page, QUESTION)


def cut(route: Route) -> None:
    route.abort()


def test_offline_restarting_and_refused_each_have_their_own_words_and_the_text_is_kept(site_page: Page, site: HostSite) -> None:
    expect_complaints(site_page, FAILED, REFUSED)
    open_inline(site_page, site)
    site_page.route(MESSAGES, cut)
    box(site_page).fill(QUESTION)
    box(site_page).press("Enter")
    expect(site_page.locator("#problem")).to_contain_text("It may be starting again")
    site_page.unroute(MESSAGES)
    site_page.context.set_offline(True)
    box(site_page).press("Enter")
    expect(site_page.locator("#problem")).to_contain_text("You are offline")
    expect(box(site_page)).to_have_value(QUESTION)
    site_page.context.set_offline(False)
    headers = {"Access-Control-Allow-Origin": site.url}
    site_page.route(MESSAGES, lambda route: route.fulfill(**refuse(503, "closed"), headers=headers))
    box(site_page).press("Enter")
    expect(site_page.locator("#problem")).to_contain_text("In the guide's own words.")
    expect(box(site_page)).to_have_value(QUESTION)


def test_a_guide_that_does_not_name_the_website_says_so(site_page: Page, site: HostSite, guide_url: str) -> None:
    expect_complaints(site_page, FAILED, REFUSED)
    site.calls = f"{site.guide} {guide_url}"
    try:
        site_page.goto(site.page(f'mode="inline" server="{guide_url}"'))  # files of one guide, conversation of another
        expect(site_page.locator("#problem")).to_contain_text("This website may not show the guide yet")
    finally:
        site.calls = ""


def test_a_guide_that_is_away_at_the_start_can_be_tried_again(site_page: Page, site: HostSite) -> None:
    expect_complaints(site_page, FAILED, REFUSED)
    site_page.route(SESSIONS, cut)
    site_page.goto(site.page('mode="inline"'))
    again = site_page.get_by_role("button", name="Try again")
    again.focus()
    site_page.unroute(SESSIONS)
    site_page.keyboard.press("Enter")
    expect(option(site_page, OPENING[0])).to_be_visible()
    expect(box(site_page)).to_be_focused()
