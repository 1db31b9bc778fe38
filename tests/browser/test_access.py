"""The guide's element for people who use a screen reader, a keyboard, much enlargement, forced colours or their own spacing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from chat import OPENING, assert_accessible, box, guide_said, option, press, say, wait_for_replies
from host_site import FAILED, HostSite, expect_complaints, launcher
from playwright.sync_api import Browser, Page, expect

QUESTION = "has anyone put their own director on the board?"
COMPARISON = "what is the difference between a CIC and a community benefit society"
MESSAGES = "**/guide/messages"
MODES = ["launcher", "inline", "page"]


def opened(page: Page, site: HostSite, mode: str, attributes: str = "") -> None:
    """The opening in a mode."""
    page.goto(site.page(f'mode="{mode}" {attributes}'))
    if mode == "launcher":
        launcher(page).click()
    wait_for_replies(page, 1)


def states(page: Page, site: HostSite, mode: str, attributes: str) -> Iterator[str]:
    """Every state that people meet, one after the other, each by its name."""
    page.goto(site.page(f'mode="{mode}" {attributes}'))
    if mode == "launcher":
        expect(launcher(page)).to_be_visible()
        yield "closed"
        launcher(page).click()
    wait_for_replies(page, 1)
    yield "opening"
    press(page, OPENING[0])
    yield "question with options"
    answer = say(page, QUESTION)
    answer.locator("details.source summary").first.click()
    expect(answer.locator(".passage").first).to_contain_text("Our digest of")
    yield "answer with its source opened"
    group = answer.get_by_role("group", name="What you think of this answer")
    group.get_by_role("button", name="No").click()
    yield "what is wrong with the answer"
    group.get_by_role("button", name="Not clear").click()
    expect(group).to_contain_text("Thank you")
    yield "thanked"
    press(page, "England")
    say(page, "what have I told you?")
    yield "answers to be checked"
    say(page, COMPARISON)
    yield "a table"
    say(page, "show the checklist")
    yield "a document"
    say(page, "my husband hits me")
    yield "words of distress"
    page.get_by_role("button", name="Send").click()
    yield "empty message"
    page.route(MESSAGES, lambda route: route.abort())
    box(page).fill(QUESTION)
    box(page).press("Enter")
    expect(page.locator("#problem")).to_contain_text("cannot be reached")
    yield "guide out of reach"
    page.context.set_offline(True)
    box(page).press("Enter")
    expect(page.locator("#problem")).to_contain_text("You are offline")
    yield "offline"
    page.context.set_offline(False)
    if mode != "page":
        page.get_by_text("This conversation, and other help").click()
    page.get_by_role("button", name="Forget me", exact=True).click()
    yield "asked whether to forget"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("mode", MODES)
def test_no_state_breaks_a_rule_of_axe(site_page: Page, site: HostSite, mode: str, scheme: str) -> None:
    expect_complaints(site_page, FAILED)
    for state in states(site_page, site, mode, f'scheme="{scheme}"'):
        assert_accessible(site_page, state)


@pytest.mark.parametrize("mode", MODES)
def test_much_enlarged_no_state_breaks_a_rule_of_axe(site_page: Page, site: HostSite, mode: str) -> None:
    site_page.set_viewport_size({"width": 320, "height": 256})  # 1280 by 1024 at 400 %
    opened(site_page, site, mode)
    press(site_page, OPENING[0])
    say(site_page, QUESTION)
    assert_accessible(site_page, "an answer")
    say(site_page, COMPARISON)
    assert_accessible(site_page, "a table")


# --- enlarged, spaced, in forced colours -----------------------------------------------------------------------------

# WCAG 1.4.12 asks that nothing is lost with this, put on every element from outside.
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }"
    + " p { margin-bottom: 2em !important; }");
  document.querySelector("commissioning-guide").shadowRoot.adoptedStyleSheets.push(sheet);
}"""
# Texts that do not fit their box, and everything that sticks out of the room that scrolls.
LOST = """() => {
  const root = document.querySelector("commissioning-guide").shadowRoot;
  const room = root.getElementById("scroller").getBoundingClientRect();
  return [...root.querySelectorAll("#scroller *")].filter((part) => {
    const place = part.getBoundingClientRect();
    const hidden = !part.checkVisibility() || part.closest(".hidden-visually, .skip, .facts thead") || !place.width;
    const cut = getComputedStyle(part).overflowX !== "visible" && part.scrollWidth > part.clientWidth + 1;
    return !hidden && (cut || place.right > room.right + 1 || place.left < room.left - 1);
  }).map((part) => part.outerHTML.slice(0, 120));
}"""


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("size", [(320, 256), (320, 640), (1280, 900)], ids=["400 %", "phone", "desk"])
def test_with_the_readers_own_spacing_nothing_is_lost(site_page: Page, site: HostSite, mode: str, size: tuple[int, int]) -> None:
    site_page.set_viewport_size({"width": size[0], "height": size[1]})
    opened(site_page, site, mode)
    site_page.evaluate(SPACED)
    press(site_page, OPENING[0])
    say(site_page, QUESTION)
    assert site_page.evaluate(LOST) == []
    say(site_page, COMPARISON)
    assert site_page.evaluate(LOST) == []
    say(site_page, "w" * 300)
    assert site_page.evaluate(LOST) == []


@pytest.mark.parametrize("mode", MODES)
def test_twice_the_text_size_of_the_reader_is_followed(browser: Browser, shown_guide: object, site: HostSite, mode: str) -> None:
    page = browser.new_page(viewport={"width": 1000, "height": 800}, reduced_motion="reduce")
    sizes = []
    for size in (16, 32):
        session = page.context.new_cdp_session(page)
        session.send("Page.enable")
        session.send("Page.setFontSizes", {"fontSizes": {"standard": size}})
        page.goto(site.page(f'mode="{mode}"', hostile=True))  # its html { font-size: 62.5% } must not count
        if mode == "launcher":
            launcher(page).click()
        wait_for_replies(page, 1)
        sizes.append(page.locator(".reply p").first.evaluate("p => parseFloat(getComputedStyle(p).fontSize)"))
        assert page.evaluate(LOST) == []
        page.evaluate("() => sessionStorage.clear()")
    page.close()
    assert sizes == [17, 34]


@pytest.mark.parametrize("mode", ["launcher", "page"])
def test_in_forced_colours_every_control_has_an_edge_and_the_focus_is_seen(
    browser: Browser, shown_guide: object, site: HostSite, mode: str
) -> None:
    page = browser.new_page(forced_colors="active", reduced_motion="reduce")
    opened(page, site, mode)
    for part in (".option", "#send", "#box", "#forget-me" if mode == "page" else "#close"):
        control = page.locator(part).first
        ground, edge, width = control.evaluate(
            "part => { const s = getComputedStyle(part); return [s.backgroundColor, s.borderTopColor, s.borderTopWidth]; }"
        )
        assert width != "0px" and edge != ground, part
    box(page).focus()
    page.keyboard.press("Shift+Tab")
    outline = "part => { const s = getComputedStyle(part); return `${s.outlineStyle} ${s.outlineWidth}`; }"
    assert page.locator(":focus:not(commissioning-guide)").evaluate(outline) == "solid 3px"
    assert_accessible(page, "forced colours")
    page.close()


def test_who_wants_less_motion_gets_none(browser: Browser, shown_guide: object, site: HostSite) -> None:
    behaviour = {}
    for wish in ("reduce", "no-preference"):
        page = browser.new_page(reduced_motion="reduce" if wish == "reduce" else "no-preference")
        opened(page, site, "inline")
        behaviour[wish] = page.locator("#scroller").evaluate("room => getComputedStyle(room).scrollBehavior")
        moving = page.evaluate(
            "() => [...document.querySelector('commissioning-guide').shadowRoot.querySelectorAll('*')].filter((part) => "
            "parseFloat(getComputedStyle(part).transitionDuration) || getComputedStyle(part).animationName !== 'none').length"
        )
        assert moving == 0
        page.close()
    assert behaviour == {"reduce": "auto", "no-preference": "smooth"}


@pytest.mark.parametrize("mode", MODES)
def test_what_the_keyboard_reaches_is_never_under_the_box_or_the_banner(site_page: Page, site: HostSite, mode: str) -> None:
    expect_complaints(site_page, FAILED)
    opened(site_page, site, mode)
    press(site_page, OPENING[0])
    say(site_page, QUESTION)
    site_page.route(MESSAGES, lambda route: route.abort())
    box(site_page).fill("one\ntwo\nthree\nfour")
    box(site_page).press("Enter")
    expect(site_page.locator("#problem")).to_contain_text("cannot be reached")
    box(site_page).focus()
    for _ in range(25):
        site_page.keyboard.press("Shift+Tab")
        assert settled(site_page, COVERED) is None


def settled(page: Page, script: str) -> object:
    """What a script finds once the page has done with scrolling: None as soon as it is so, else what is there in the end."""
    for _ in range(20):
        if page.evaluate(script) is None:
            return None
        page.wait_for_timeout(100)
    return page.evaluate(script)


# What lies over the focused part, at its middle and its edges, if it is not the part itself or within it.
COVERED = """() => {
  const at = document.activeElement.shadowRoot?.activeElement;
  if (!at || at.matches(".skip, #box, #launcher")) return null;
  const place = at.getBoundingClientRect();
  for (const y of [place.top + 3, (place.top + place.bottom) / 2, place.bottom - 3]) {
    const over = at.getRootNode().elementFromPoint(place.left + Math.min(20, place.width / 2), y);
    const [covered, by] = [at, over].map((part) => part?.outerHTML.slice(0, 80));
    if (over && !at.contains(over) && !over.contains(at)) return `${covered} is under ${by}`;
  }
  return null;
}"""


@pytest.mark.parametrize("mode", MODES)
def test_every_target_is_large_enough_to_be_hit(site_page: Page, site: HostSite, mode: str) -> None:
    opened(site_page, site, mode)
    press(site_page, OPENING[0])
    say(site_page, QUESTION)
    small = site_page.evaluate("""() => [...document.querySelector("commissioning-guide").shadowRoot.querySelectorAll(
        "button, summary, textarea")].filter((part) => part.checkVisibility() && !part.matches(".skip")
        && part.getBoundingClientRect().height < 44).map((part) => part.outerHTML.slice(0, 100))""")
    assert small == []


# --- what a screen reader says ---------------------------------------------------------------------------------------


def script(page: Page) -> list[str]:
    """The accessibility tree of the guide, line by line."""
    return [line.strip().removeprefix("- ") for line in page.locator("#guide").aria_snapshot().splitlines()]


def in_order(lines: list[str], *parts: str) -> None:
    """Each part stands in a line of its own, after the one before."""
    at = 0
    for part in parts:
        found = next((number for number in range(at, len(lines)) if part in lines[number]), None)
        assert found is not None, f"{part!r} is not read after {lines[max(0, at - 3) : at]}: {lines}"
        at = found + 1


@pytest.mark.parametrize("mode", MODES)
def test_a_screen_reader_meets_everything_in_a_sensible_order_with_its_name(site_page: Page, site: HostSite, mode: str) -> None:
    opened(site_page, site, mode)
    press(site_page, OPENING[0])
    say(site_page, QUESTION)
    lines = script(site_page)
    level = 1 if mode == "page" else 2
    in_order(
        lines, 'button "Skip to the message box"', f'heading "The Commissioning Guide" [level={level}]', "an automated guide",
        f'heading "Conversation" [level={level + 1}]', 'list "Conversation"', f'heading "The guide said" [level={level + 2}]',
        f'heading "You said" [level={level + 2}]', OPENING[0], 'heading "The guide said"', 'heading "You said"', QUESTION,
        'heading "The guide said"', "Yes: Safeguard It and Open Door", "Source:", 'group "What you think of this answer: ',
        'button "Yes"', 'button "No"', 'list "Options"', 'button "England"', 'progressbar "Stage 1 of 8',
        "Your question or answer", 'textbox "Your question or answer"', 'button "Send"',
    )  # fmt: skip
    assert not [line for line in lines if line in ("button", "link", "img", "textbox")], "something has no name"


@pytest.mark.parametrize("mode", MODES)
def test_each_reply_is_announced_once_and_the_focus_stays_where_it_was(site_page: Page, site: HostSite, mode: str) -> None:
    opened(site_page, site, mode)
    site_page.wait_for_timeout(200)
    site_page.evaluate("""() => {
        window.said = [];
        const announcer = document.querySelector("commissioning-guide").shadowRoot.getElementById("announcer");
        const listen = () => { if (announcer.textContent) window.said.push(announcer.textContent); };
        new MutationObserver(listen).observe(announcer, { childList: true, characterData: true, subtree: true });
    }""")
    say(site_page, QUESTION)
    expect(box(site_page)).to_be_focused()
    site_page.wait_for_timeout(300)
    said = site_page.evaluate("() => window.said")
    assert len(said) == 1 and said[0].startswith("The guide said:") and "**" not in said[0]
    assert site_page.locator("[aria-live] #history, [role=log] #history").count() == 0


@pytest.mark.parametrize("mode", MODES)
def test_the_focus_goes_with_an_option_that_is_pressed_and_is_never_on_nothing(
    site_page: Page, site: HostSite, mode: str
) -> None:
    opened(site_page, site, mode)
    site_page.evaluate("""() => {
        window.lost = [];
        document.querySelector("commissioning-guide").shadowRoot.addEventListener("focusout", (event) => {
            if (!event.relatedTarget) window.lost.push(event.target.outerHTML.slice(0, 80));
        });
    }""")
    option(site_page, OPENING[0]).focus()
    site_page.keyboard.press("Enter")
    wait_for_replies(site_page, 2)
    expect(guide_said(site_page).last.locator(".speaker")).to_be_focused()
    option(site_page, "England").focus()
    site_page.keyboard.press("Enter")
    wait_for_replies(site_page, 3)
    assert site_page.evaluate("() => window.lost") == []
