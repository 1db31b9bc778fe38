"""What the chat page does for people: each test drives a real browser against a running guide."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from chat import (
    OPENING,
    assert_accessible,
    box,
    focused,
    guide_said,
    key_of,
    open_guide,
    option,
    press,
    say,
    token_of,
    wait_for_replies,
)
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Route, expect

QUESTION = "has anyone put their own director on the board?"
MESSAGES = "**/guide/messages"


def open_first_source(entry: Locator) -> Locator:
    details = entry.locator("details.source").first
    details.locator("summary").click()
    expect(details.locator(".passage")).to_contain_text("Our digest of")
    return details


def fail_with(status: int, message: str) -> dict[str, object]:
    return {"status": status, "json": {"error": {"code": "test", "message": message}, "replies": []}}


def test_the_opening_says_what_the_guide_is_and_offers_four_ways_on(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("The Commissioning Guide")
    expect(page.get_by_role("main")).to_contain_text("an automated guide, not a person, and not legal advice")
    expect(page.get_by_role("main")).to_contain_text("type no personal data")
    expect(page.locator(".options button")).to_have_text(OPENING)


def test_pressing_a_button_and_typing_an_answer_moves_on(page: Page) -> None:
    first = press(page, OPENING[0])
    expect(page.locator(".said").last).to_have_text(OPENING[0])
    first_text = first.inner_text()
    answer = page.locator(".options button").first.inner_text()
    second = say(page, answer)
    expect(page.locator(".said").last).to_have_text(answer)
    assert second.inner_text() != first_text


def test_options_of_earlier_replies_become_text_with_the_chosen_one_marked(page: Page) -> None:
    press(page, OPENING[2])
    opening = guide_said(page).first
    expect(opening.get_by_role("button")).to_have_count(0)
    expect(opening.locator(".offered")).to_contain_text(OPENING[0])
    expect(opening.locator(".offered strong")).to_have_text(f"{OPENING[2]} (chosen)")


def test_progress_is_told_as_text_and_as_a_bar(page: Page) -> None:
    press(page, OPENING[0])
    for _ in range(12):
        if page.locator("#progress").is_visible():
            break
        say(page, "don't know")
    expect(page.locator("#progress-text")).to_have_text(re.compile(r"Stage \d+ of \d+: .+ - question \d+ of \d+"))
    expect(page.get_by_role("progressbar", name=re.compile("Stage"))).to_be_visible()


def test_an_answer_shows_passage_and_source_once_with_the_sentence_marked(page: Page) -> None:
    answer = say(page, QUESTION)
    expect(answer.locator('.reply[data-status="answered"]').first).to_be_visible()
    expect(answer.locator("mark")).to_have_count(1)
    source = open_first_source(answer)
    expect(source).to_contain_text(re.compile(r"Our digest of .+ \((19|20)\d\d\)"))
    expect(answer.locator("mark")).to_have_count(1)
    label = source.locator("summary").inner_text().removeprefix("Source: ")
    assert answer.inner_text().count(label) == 1


def test_an_answer_from_the_law_names_it_and_no_report(page: Page) -> None:
    answer = say(page, "does the social value act apply in Wales?")
    expect(answer.locator(".source")).to_have_text(re.compile(r"^Source: Public Services \(Social Value\) Act 2012"))
    expect(answer.locator("details.source")).to_have_count(0)
    assert answer.inner_text().count("Source: ") == 1


def test_the_checklist_in_the_chat_is_short_and_begins_with_its_links(browser: Browser, guide_url: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    open_guide(page, guide_url)
    for title in (OPENING[0], "England", "Council"):
        press(page, title)
    shown = say(page, "show the checklist").locator(".reply").first
    links = shown.locator(".documents a")
    expect(links).to_have_count(4)
    for link in links.all():
        expect(link).to_be_in_viewport(ratio=1)
    above = shown.evaluate("reply => reply.firstElementChild.className")
    assert above == "documents"
    assert len(shown.inner_text().split()) < 250
    page.close()


@pytest.mark.parametrize("size", [(1000, 900), (390, 844), (360, 600)], ids=["desk", "phone", "small phone"])
def test_after_an_answer_the_open_question_is_in_sight(browser: Browser, guide_url: str, size: tuple[int, int]) -> None:
    page = browser.new_page(viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce")
    open_guide(page, guide_url)
    press(page, OPENING[0])
    press(page, "England")
    say(page, QUESTION)
    room = size[1] >= 672  # 42rem: the box stays in sight; on less room a line leads to the question
    told = page.locator("#box-question" if room else "#open-question")
    expect(told).to_be_in_viewport(ratio=1)
    expect(told).to_have_text("Open question: What kind of organisation is buying the service?")
    if not room:
        page.locator("#open-question a").click()
        expect(page.locator("#asked strong").first).to_be_in_viewport(ratio=1)
    page.close()


def test_a_source_that_could_not_be_fetched_is_fetched_when_it_is_opened_again(page: Page) -> None:
    answer = say(page, QUESTION)
    page.route("**/guide/passages/*", lambda route: route.abort())
    details = answer.locator("details.source").first
    details.locator("summary").click()
    expect(details).to_contain_text("cannot be reached")
    page.unroute("**/guide/passages/*")
    details.locator("summary").click()
    open_first_source(answer)


def test_the_keyboard_alone_reaches_an_answered_question_and_its_source(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(focused(page)).to_have_text("Skip to the message box")
    page.keyboard.press("Enter")
    expect(box(page)).to_be_focused()
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    answer = wait_for_replies(page, 2)
    expect(box(page)).to_be_focused()
    for _ in range(30):
        page.keyboard.press("Shift+Tab")
        if focused(page).evaluate("e => e.tagName") == "SUMMARY":
            break
    page.keyboard.press("Enter")
    expect(answer.locator("details[open] .passage")).to_be_visible()


def test_shift_and_enter_start_a_new_line_and_the_box_grows(page: Page) -> None:
    before = box(page).bounding_box()
    box(page).press_sequentially("one")
    for word in ("two", "three", "four"):
        box(page).press("Shift+Enter")
        box(page).press_sequentially(word)
    expect(box(page)).to_have_value("one\ntwo\nthree\nfour")
    after = box(page).bounding_box()
    assert before and after and after["height"] > before["height"] + 40
    expect(page.locator(".said")).to_have_count(0)


def test_a_status_line_says_that_the_guide_is_looking_and_a_second_press_is_ignored(page: Page) -> None:
    held: list[Route] = []
    page.route(MESSAGES, lambda route: held.append(route))
    option(page, OPENING[2]).dblclick()
    expect(page.get_by_role("status")).to_have_text("The guide is looking...")
    expect(option(page, OPENING[2])).to_have_attribute("aria-disabled", "true")
    box(page).fill("and another thing")
    box(page).press("Enter")
    expect(box(page)).to_have_value("and another thing")
    assert len(held) == 1
    held[0].continue_()
    wait_for_replies(page, 2)
    expect(page.get_by_role("status")).to_be_empty()


@pytest.mark.parametrize(("width", "height"), [(320, 256), (320, 568)])
def test_a_small_or_much_enlarged_page_scrolls_in_one_direction_only(
    browser: Browser, guide_url: str, width: int, height: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": height}, reduced_motion="reduce")
    open_guide(page, guide_url)
    open_first_source(say(page, QUESTION))
    say(page, "w" * 300)
    say(page, "\u05de\u05d4 \u05d6\u05d4 \u05de\u05db\u05e8\u05d6 " * 30)
    assert page.evaluate("() => document.scrollingElement.scrollWidth") <= width
    for name in ("Start again", "Forget me"):
        page.get_by_role("button", name=name).click()
        expect(page.get_by_role("button", name="Keep it")).to_be_in_viewport()
        page.keyboard.press("Escape")
        expect(page.get_by_role("button", name=name)).to_be_focused()
    page.close()


def test_the_page_asks_no_other_host_and_writes_nothing_to_the_console(browser: Browser, guide_url: str) -> None:
    page = browser.new_page()
    hosts: set[str] = set()
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page.on("console", hear)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    open_guide(page, guide_url)
    press(page, OPENING[0])
    open_first_source(say(page, QUESTION))
    page.reload()
    expect(guide_said(page)).to_have_count(3)
    page.close()
    assert hosts - {""} == {urlsplit(guide_url).netloc}
    assert complaints == []


@pytest.mark.parametrize("text", ["<img src=x onerror=alert(1)>", "<script>alert(1)</script>", "<b>bold</b> &amp;"])
def test_what_is_typed_is_shown_as_text_and_never_becomes_markup(page: Page, text: str) -> None:
    page.on("dialog", lambda dialog: pytest.fail("a script ran"))
    say(page, text)
    expect(page.locator(".said").last).to_have_text(text)
    assert page.locator("main img, main script, .history b").count() == 0


def test_markup_in_a_reply_is_shown_as_text_and_a_link_to_elsewhere_is_none(page: Page) -> None:
    reply = {
        "text": "# Head <i>\n\nA **bold** <img src=x onerror=alert(1)>\n\n- one\n- two", "status": None, "marked": None,
        "sources": [], "buttons": [], "progress": None,
        "documents": [{"title": "Bad", "href": "javascript:alert(1)", "format": "HTML"},
                      {"title": "Good", "href": "/guide/documents/good.docx", "format": "DOCX"}],
    }  # fmt: skip
    page.route(MESSAGES, lambda route: route.fulfill(json={"replies": [reply]}))
    entry = say(page, "anything")
    expect(entry.locator("h4")).to_have_text("Head <i>")
    expect(entry.locator("p strong")).to_have_text("bold")
    expect(entry.locator("ul:not(.documents)").first.locator("li")).to_have_text(["one", "two"])
    expect(entry).to_contain_text("<img src=x onerror=alert(1)>")
    expect(entry.get_by_role("link")).to_have_text(["Good, DOCX (download)"])


def test_a_reload_keeps_the_history_and_its_options(page: Page) -> None:
    press(page, OPENING[0])
    say(page, QUESTION)
    said = page.locator(".said").all_inner_texts()
    replied = page.locator(".reply > p").all_inner_texts()
    options = page.locator(".options button").all_inner_texts()
    page.reload()
    expect(guide_said(page)).to_have_count(3)
    assert page.locator(".said").all_inner_texts() == said
    assert page.locator(".reply > p").all_inner_texts() == replied
    assert page.locator(".options button").all_inner_texts() == options


def test_a_session_that_the_guide_does_not_know_gives_a_new_one_and_says_so(page: Page) -> None:
    page.evaluate("(key) => sessionStorage.setItem(key, 'no-such-session')", key_of(page))
    page.reload()
    expect(page.locator(".entry-notice")).to_contain_text("no longer here")
    expect(option(page, OPENING[0])).to_be_visible()
    say(page, QUESTION)


def test_a_session_that_is_lost_on_the_way_gives_a_new_one_and_puts_the_text_back(page: Page) -> None:
    page.route(MESSAGES, lambda route: route.fulfill(**fail_with(401, "unknown")), times=1)
    box(page).fill(QUESTION)
    box(page).press("Enter")
    expect(page.locator(".entry-notice")).to_contain_text("no longer here")
    expect(box(page)).to_have_value(QUESTION)
    page.unroute(MESSAGES)
    say(page, QUESTION)


def test_forget_me_asks_first_then_empties_the_conversation(page: Page) -> None:
    say(page, QUESTION)
    token = token_of(page)
    page.get_by_role("button", name="Forget me", exact=True).click()
    expect(page.get_by_role("button", name="Keep it")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".said")).to_have_count(1)
    page.get_by_role("button", name="Forget me", exact=True).click()
    page.get_by_role("button", name="Yes, forget me").click()
    expect(page.locator(".entry-notice")).to_contain_text("Your conversation is deleted")
    expect(page.locator(".said")).to_have_count(0)
    expect(page.get_by_role("button", name="Forget me", exact=True)).to_be_focused()
    new = token_of(page)
    assert new and new != token
    page.reload()
    expect(option(page, OPENING[0])).to_be_visible()
    expect(page.locator(".said")).to_have_count(0)


def test_start_again_asks_first_then_leads_back_to_the_opening(page: Page) -> None:
    press(page, OPENING[0])
    page.get_by_role("button", name="Start again", exact=True).click()
    page.get_by_role("button", name="Yes, start again").click()
    wait_for_replies(page, 3)
    expect(option(page, OPENING[0])).to_be_visible()


def test_when_the_guide_is_out_of_reach_the_text_goes_back_into_the_box(page: Page) -> None:
    page.route(MESSAGES, lambda route: route.abort())
    box(page).fill(QUESTION)
    box(page).press("Enter")
    expect(page.get_by_role("alert").filter(has_text="cannot be reached")).to_be_visible()
    expect(box(page)).to_have_value(QUESTION)
    expect(box(page)).to_be_focused()
    expect(page.locator(".said")).to_have_count(0)
    page.unroute(MESSAGES)
    box(page).press("Enter")
    wait_for_replies(page, 2)
    expect(page.locator("#problem")).to_be_empty()


def plan_up_to_the_service(page: Page) -> None:
    for title in (OPENING[0], "England", "Council"):
        press(page, title)


def recorded(page: Page, said: str) -> int:
    """How often the guide's own history has a text as said by the user."""
    token = token_of(page)
    headers = {"Authorization": f"Bearer {token}"}
    turns = page.request.get(f"{page.url.rstrip('/')}/guide/messages", headers=headers).json()["turns"]
    return [turn["you"] for turn in turns].count(said)


def before_the_guide(route: Route) -> None:
    route.abort()


def after_the_guide(route: Route) -> None:
    route.fetch()
    route.abort()


def in_the_middle_of_the_reply(route: Route) -> None:
    whole = route.fetch()
    route.fulfill(status=200, content_type="application/json", body=whole.text()[: len(whole.text()) // 2])


def at_a_proxy(route: Route) -> None:
    route.fetch()
    route.fulfill(status=502, content_type="text/html", body="<h1>Bad gateway</h1>")


@pytest.mark.parametrize("cut", [before_the_guide, after_the_guide, in_the_middle_of_the_reply, at_a_proxy])
@pytest.mark.parametrize("history", ["can be asked", "is out of reach, too"])
def test_wherever_a_reply_is_cut_off_one_answer_is_recorded(page: Page, cut: Callable[[Route], None], history: str) -> None:
    plan_up_to_the_service(page)
    lost = []

    def interfere(route: Route) -> None:
        if route.request.method == "GET":
            (route.abort if history != "can be asked" else route.continue_)()
        else:
            lost.append(route.request.post_data_json)
            cut(route)

    page.route(MESSAGES, interfere)
    entries = guide_said(page).count()
    box(page).fill("A lunch club")
    box(page).press("Enter")
    expect(page.get_by_role("button", name="Send")).to_have_attribute("aria-disabled", "false", timeout=15_000)
    page.unroute(MESSAGES)
    if guide_said(page).count() == entries:  # the guide could not be asked, or never had it
        expect(box(page)).to_have_value("A lunch club")
        with page.expect_request(MESSAGES) as resent:
            box(page).press("Enter")
        assert resent.value.post_data_json == lost[0]
        wait_for_replies(page, entries + 1)
    assert recorded(page, "A lunch club") == 1
    expect(guide_said(page).last).to_contain_text("Is this a new service")
    expect(page.locator(".said").last).to_have_text("A lunch club")


def test_a_text_that_was_given_back_and_then_changed_is_another_message(page: Page) -> None:
    page.route(MESSAGES, lambda route: route.abort())
    box(page).fill(QUESTION)
    box(page).press("Enter")
    expect(page.get_by_role("alert").filter(has_text="cannot be reached")).to_be_visible()
    page.unroute(MESSAGES)
    say(page, "how can risk be shared?")
    assert recorded(page, "how can risk be shared?") == 1


def test_a_tab_that_is_behind_is_told_so_and_gets_its_text_back(browser: Browser, guide_url: str) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page, other = context.new_page(), context.new_page()
    open_guide(page, guide_url)
    press(page, OPENING[0])
    token = token_of(page)
    other.add_init_script(f"sessionStorage.setItem('{key_of(page)}', '{token}')")  # as a duplicated tab has it
    other.goto(page.url)
    expect(guide_said(other)).to_have_count(2)
    press(page, "England")
    answer = say(other, "Wales")
    expect(answer).to_contain_text("I have not taken what you typed")
    expect(answer).to_contain_text("England")
    expect(box(other)).to_have_value("Wales")
    assert recorded(page, "Wales") == 0
    press(other, "Council")
    context.close()


def test_each_answer_that_is_checked_has_a_button_that_changes_it(page: Page) -> None:
    plan_up_to_the_service(page)
    entry = say(page, "what have I told you?")
    expect(entry.locator("dl.answers dt")).to_have_text(["Your nation", "Kind of body"])
    entry.get_by_role("button", name="Change Your nation").focus()
    page.keyboard.press("Enter")
    wait_for_replies(page, 6)
    expect(page.locator(".said").last).to_have_text("Change Your nation")
    expect(guide_said(page).last.locator(".speaker")).to_be_focused()
    expect(option(page, "Wales")).to_be_visible()
    expect(page.locator("dl.answers button")).to_have_count(0)


def test_whoever_leaves_the_page_with_answers_in_it_is_asked_first(browser: Browser, guide_url: str) -> None:
    page, asked = browser.new_page(reduced_motion="reduce"), []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    open_guide(page, guide_url)
    press(page, OPENING[0])
    page.reload()  # as closing does; nothing would be lost yet
    expect(option(page, "England")).to_be_visible()
    assert asked == []
    press(page, "England")
    page.reload()
    assert asked == ["beforeunload"]
    page.close()


def test_an_error_of_the_guide_is_told_in_its_words_and_the_option_stays(page: Page) -> None:
    page.route(MESSAGES, lambda route: route.fulfill(**fail_with(500, "The guide has stumbled.")))
    option(page, OPENING[0]).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#problem")).to_contain_text("The guide has stumbled.")
    expect(option(page, OPENING[0])).to_be_focused()
    page.unroute(MESSAGES)
    page.keyboard.press("Enter")
    wait_for_replies(page, 2)


def test_a_guide_that_does_not_answer_is_given_up_after_twenty_seconds(browser: Browser, guide_url: str) -> None:
    page = browser.new_page()
    page.clock.install()
    open_guide(page, guide_url)
    page.route(MESSAGES, lambda route: None)
    box(page).fill(QUESTION)
    box(page).press("Enter")
    expect(page.locator(".said")).to_have_count(1)
    with page.expect_request(lambda request: request.method == "GET"):  # whether the message arrived all the same
        page.clock.fast_forward(20_001)
    page.clock.fast_forward(5_001)
    expect(page.locator("#problem")).to_contain_text("took too long")
    expect(box(page)).to_have_value(QUESTION)
    page.close()


def test_a_guide_that_was_away_at_the_start_can_be_tried_again(browser: Browser, guide_url: str) -> None:
    page = browser.new_page()
    page.route("**/guide/sessions", lambda route: route.abort())
    page.goto(guide_url.rstrip("/") + "/")
    again = page.get_by_role("button", name="Try again")
    again.focus()
    page.unroute("**/guide/sessions")
    page.keyboard.press("Enter")
    expect(option(page, OPENING[0])).to_be_visible()
    expect(box(page)).to_be_focused()
    page.close()


@pytest.mark.parametrize(("text", "message"), [("   ", "Type a question"), ("x" * 2001, "2,001 characters")])
def test_an_empty_or_overlong_message_is_refused_beside_the_box_and_kept(page: Page, text: str, message: str) -> None:
    box(page).fill(text)
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#box-error")).to_contain_text(message)
    expect(box(page)).to_have_accessible_description(re.compile(message))
    expect(box(page)).to_have_attribute("aria-invalid", "true")
    expect(box(page)).to_have_value(text)
    expect(box(page)).to_be_focused()
    expect(page.locator(".said")).to_have_count(0)


def test_without_javascript_the_page_says_how_to_go_on(browser: Browser, guide_url: str) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(guide_url.rstrip("/") + "/")
    assert "make shell" in page.locator("noscript").inner_text()
    expect(page.get_by_role("button")).to_have_count(0)
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_state_of_the_page_breaks_a_rule_of_axe(browser: Browser, guide_url: str, scheme: str) -> None:
    page = browser.new_page(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    open_guide(page, guide_url)
    assert_accessible(page, "opening")
    press(page, OPENING[0])
    assert_accessible(page, "question with options")
    open_first_source(say(page, QUESTION))
    assert_accessible(page, "answer with its source opened")
    press(page, "England")
    say(page, "what have I told you?")
    assert_accessible(page, "answers to be checked")
    say(page, "my husband hits me")
    assert_accessible(page, "words of distress")
    page.get_by_role("button", name="Send").click()
    assert_accessible(page, "empty message")
    page.route(MESSAGES, lambda route: route.abort())
    box(page).fill(QUESTION)
    box(page).press("Enter")
    expect(page.locator("#problem")).to_contain_text("cannot be reached")
    assert_accessible(page, "guide out of reach")
    page.get_by_role("button", name="Forget me", exact=True).click()
    assert_accessible(page, "confirm step")
    page.close()
