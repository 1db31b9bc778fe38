// <commissioning-guide>: the whole guide as one element, in a launcher, in its place on a page, or as a page of its own.
//
// Attributes: server, mode (launcher, inline, page), journey, nation, language, accent, band, scheme (auto, light, dark), keep (tab, page).
// Events, which bubble and leave the shadow root: guide-ready, guide-open, guide-close, guide-reply {status}, guide-document {file},
// guide-problem {kind}. None has a word of what was said. docs/embedding.md is for whoever puts it on a website.

import { buildFrame } from "./frame.js";
import { make, plainText } from "./make.js";
import { replyRenderer } from "./replies.js";
import { Problem, Talk, newId } from "./talk.js";
import { colour } from "./theme.js";

const HERE = new URL(".", import.meta.url);
const LONGEST_MESSAGE = 2000; // characters; the server's limit, told here before anything is sent
const QUIET_WAIT = 400; // milliseconds; most replies come sooner, and a status line for those would only be noise to a screen reader
const ROOMY = 672; // CSS pixels of height from which the box stays in sight
const MODES = ["launcher", "inline", "page"];
// The button of the opening that a journey begins with, by the journey's id.
const JOURNEYS = { commission: "/plan_commission", spin_out: "/explore_spin_out", impact: "/say_what_good" };
const inUse = new Set(); // keys of the elements that are on the page: two must not speak in one conversation

const styles = fetch(new URL("guide.css", HERE)).then((answer) => answer.text()).then((text) => {
  // A length that follows the reader's own text size, whatever size the host page gives its root element.
  try { CSS.registerProperty({ name: "--guide-rem", syntax: "<length>", inherits: true, initialValue: "16px" }); } catch { /* is there */ }
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text); // no style element: a strict content security policy lets this pass
  return sheet;
});

class CommissioningGuide extends HTMLElement {
  static observedAttributes = ["accent", "band", "scheme"];

  #parts = {};
  #words;
  #talk;
  #key = "";
  #render;
  #timers = {};
  #busy = false;
  #begun = false; // whether the conversation was opened
  #openQuestion = null; // the id of the question that the last reply asks: what is typed next is an answer to it
  #unsent = null; // what was given back into the box, with the id that it was sent under
  #answered = 0; // answers that would be lost with this tab
  #wanted = {}; // journey and nation, until each was begun or answered once
  #asked = null; // where the open question stands
  #inSight;
  #room;
  #dark = matchMedia("(prefers-color-scheme: dark)");

  get server() { return (this.getAttribute("server") || new URL(HERE).origin).replace(/\/+$/, ""); }
  set server(value) { this.setAttribute("server", value); }
  get mode() { return MODES.includes(this.getAttribute("mode")) ? this.getAttribute("mode") : "launcher"; }
  set mode(value) { this.setAttribute("mode", value); }
  get journey() { return this.getAttribute("journey") ?? ""; }
  set journey(value) { this.setAttribute("journey", value); }
  get nation() { return this.getAttribute("nation") ?? ""; }
  set nation(value) { this.setAttribute("nation", value); }
  get language() { return this.getAttribute("language") || "en-GB"; }
  set language(value) { this.setAttribute("language", value); }
  /** Whether the conversation is in sight; always but for a closed launcher. */
  get open() { return !this.#parts.panel?.hidden; }

  async connectedCallback() {
    this.#takeKey();
    addEventListener("beforeunload", this.#leave);
    this.#dark.addEventListener("change", this.#paint);
    if (this.shadowRoot) return; // moved within the page: all of it is still there
    const root = this.attachShadow({ mode: "open" });
    try {
      const [sheet, words] = await Promise.all([styles, this.#language()]);
      root.adoptedStyleSheets = [sheet];
      this.#words = words;
      this.#build(root);
      this.#tell("ready");
      if (this.mode !== "launcher") this.#start();
    } catch (problem) {
      root.replaceChildren(make("slot")); // what the website wrote inside the element
      console.error("The Commissioning Guide could not be shown.", problem);
    }
  }

  disconnectedCallback() {
    inUse.delete(this.#key);
    removeEventListener("beforeunload", this.#leave);
    this.#dark.removeEventListener("change", this.#paint);
  }

  attributeChangedCallback() { if (this.#words) this.#paint(); }

  /** Opens a launcher and puts the focus into the box. */
  show() {
    if (this.mode !== "launcher" || !this.#words) return;
    this.#parts.panel.hidden = false;
    this.#parts.launcher.setAttribute("aria-expanded", true);
    this.#start();
    this.#parts.box.focus();
    this.#tell("open");
  }

  /** Closes a launcher; the focus goes back to its button. */
  hide() {
    if (this.mode !== "launcher" || !this.#words) return;
    const within = this.shadowRoot.activeElement;
    if (within && within !== this.#parts.launcher) this.#parts.launcher.focus();
    this.#parts.panel.hidden = true;
    this.#parts.launcher.setAttribute("aria-expanded", false);
    this.#tell("close");
  }

  // ---- Building ----

  async #language() {
    try {
      return (await import(new URL(`words.${encodeURIComponent(this.language)}.js`, HERE))).default;
    } catch {
      console.warn(`The Commissioning Guide has no words in "${this.language}": it speaks en-GB.`);
      return (await import(new URL("words.en-GB.js", HERE))).default;
    }
  }

  #takeKey() {
    const wanted = `guide-session ${this.server}${this.id ? ` ${this.id}` : ""}`;
    let key = this.#key || wanted;
    for (let again = 2; inUse.has(key); again += 1) key = `${wanted} (${again})`;
    inUse.add(key);
    this.#key = key;
  }

  #build(root) {
    const [words, mode] = [this.#words, this.mode];
    const frame = buildFrame(words, mode === "page");
    const panel = make("div", { id: "panel", className: `panel in-${mode}`, hidden: mode === "launcher" }, frame);
    if (mode === "launcher") {
      const launcher = make("button", { id: "launcher", type: "button", className: "launcher", "aria-expanded": "false",
        "aria-controls": "panel" }, words.launcher);
      panel.setAttribute("role", "dialog");
      panel.setAttribute("aria-label", words.name);
      root.append(make("div", { className: "launcher-place", lang: words.lang, dir: words.dir }, launcher));
      launcher.addEventListener("click", () => (this.open ? this.hide() : this.show()));
      panel.addEventListener("keydown", (event) => {
        if (event.key === "Escape" && !this.#parts.confirm.open) this.hide();
        if (event.key === "Tab") this.#stayInside(event);
      });
    } else if (mode === "inline") {
      frame.setAttribute("role", "region");
      frame.setAttribute("aria-label", words.name);
    }
    root.append(panel);
    for (const part of root.querySelectorAll("[id]")) {
      this.#parts[part.id.replace(/-(\w)/g, (_, letter) => letter.toUpperCase())] = part;
    }
    this.#wanted = { journey: this.journey, nation: this.nation };
    this.#talk = new Talk(this.server, this.getAttribute("keep") === "page" ? "" : this.#key);
    this.#render = replyRenderer({
      words, server: this.server, press: (payload, title) => this.#send({ press: payload }, title),
      passage: (name) => this.#talk.passage(name), tell: (about, said) => this.#talk.tell(about, said), announce: (text) => this.#announce(text),
      explained: (problem) => this.#explained(problem), opened: (file) => this.#tell("document", { file }),
    });
    this.#listen();
    this.#paint();
  }

  #listen() {
    const { form, box, startAgain, forgetMe, confirm, confirmYes, confirmNo, close, skip, openQuestionText, scroller } = this.#parts;
    form.addEventListener("submit", (event) => this.#submit(event));
    box.addEventListener("input", () => { this.#growBox(); this.#showBoxError(""); });
    box.addEventListener("keydown", (event) => {
      if (event.key === "Tab") return; // the panel's
      event.stopPropagation(); // a host page's shortcuts must not take letters that are typed here
      if (event.key === "Escape") return void (this.mode === "launcher" && this.hide());
      // Enter also ends a word in input methods for other scripts: that one does not send.
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      form.requestSubmit();
    });
    startAgain.addEventListener("click", () => this.#startAgain());
    forgetMe.addEventListener("click", () => this.#forgetMe());
    confirmYes.addEventListener("click", () => confirm.close("yes"));
    confirmNo.addEventListener("click", () => confirm.close(""));
    if (this.mode === "launcher") close.addEventListener("click", () => this.hide());
    else close.remove();
    skip.addEventListener("click", () => box.focus());
    openQuestionText.addEventListener("click", (event) => { event.preventDefault(); this.#scrollTo(this.#asked); });
    this.#inSight = new IntersectionObserver(([{ isIntersecting }]) => { this.#parts.openQuestion.hidden = isIntersecting; });
    this.#room = new ResizeObserver(() => this.#measure());
    for (const part of [scroller, this.#parts.composer]) this.#room.observe(part);
    if (this.mode === "page") addEventListener("resize", () => this.#measure());
    this.#measure();
  }

  /** The box stays in sight where there is room, and what has the focus clear of it; where there is little, all of it scrolls. */
  #measure() {
    const { scroller, composer, guide } = this.#parts;
    const page = this.mode === "page";
    const [height, width] = page ? [innerHeight, innerWidth] : [scroller.clientHeight, scroller.clientWidth];
    const roomy = height >= (page ? ROOMY : ROOMY * 0.8) && width >= 288 && composer.offsetHeight < height * 0.6;
    guide.classList.toggle("roomy", roomy);
    (page ? document.documentElement : scroller).style.scrollPaddingBottom = roomy ? `${composer.offsetHeight + 16}px` : "";
  }

  /** Where a panel takes all of the screen, Tab must not lead to what lies under it. */
  #stayInside(event) {
    if (this.#parts.panel.offsetWidth < innerWidth || this.#parts.confirm.open) return;
    const reached = [...this.#parts.guide.querySelectorAll("button, a[href], textarea, summary")].filter((part) => part.getClientRects().length);
    const [from, to] = event.shiftKey ? [reached[0], reached.at(-1)] : [reached.at(-1), reached[0]];
    if (this.shadowRoot.activeElement !== from) return;
    event.preventDefault();
    to.focus();
  }

  /** Colours, as the website, the reader and the contrast between them allow. */
  #paint = () => {
    const scheme = this.getAttribute("scheme");
    const dark = scheme === "dark" || (scheme !== "light" && this.#dark.matches);
    for (const part of this.shadowRoot.querySelectorAll(".guide, .launcher-place")) {
      part.classList.toggle("dark", dark);
      const ofHost = (name) => this.getAttribute(name) || getComputedStyle(this).getPropertyValue(`--guide-${name}`).trim();
      const warn = (text) => { if (part.matches(".guide")) console.warn(`The Commissioning Guide: ${text}`); };
      colour(part, { accent: ofHost("accent"), band: ofHost("band") }, warn);
    }
  };

  #leave = (event) => { if (this.mode === "page" && this.#answered > 0) event.preventDefault(); };

  #tell(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(`guide-${name}`, { bubbles: true, composed: true, detail }));
  }

  // ---- The history ----

  /** One entry of the history. The speaker's name can take the focus when what had it is gone. */
  #addEntry(kind, speaker, ...children) {
    const level = this.mode === "page" ? "h3" : "h4";
    const name = speaker ? [make(level, { className: "speaker", tabIndex: -1 }, speaker)] : [];
    const entry = make("li", { className: `entry-${kind}` }, ...name, ...children);
    this.#parts.history.append(entry);
    return entry;
  }

  #addYou(text) { return this.#addEntry("you", this.#words.youSaid, make("p", { className: "said", dir: "auto" }, text)); }

  #addReplies(replies, said, fresh = true) {
    const earlier = [...this.#parts.history.querySelectorAll(".options, .answers")];
    const entry = this.#addEntry("guide", this.#words.guideSaid, ...replies.map((reply) => this.#render(reply, fresh)));
    this.#showOpenQuestion(replies, entry);
    this.#showProgress(replies.findLast((reply) => reply.progress)?.progress);
    // The focus is moved only when what had it goes, and before it goes: not for a moment may it be on nothing.
    const onEarlier = this.shadowRoot.activeElement?.closest(".options, .answers");
    if (onEarlier) entry.querySelector(".speaker").focus({ preventScroll: true });
    this.#retire(earlier, said);
  }

  /** The options of earlier replies can no longer be pressed: they become text, with what was chosen marked. */
  #retire(lists, said) {
    const chosen = (title) => title.trim().toLowerCase() === said?.trim().toLowerCase();
    for (const list of lists) {
      if (list.matches("dl")) {
        list.querySelectorAll("button").forEach((button) => button.parentElement.remove());
        continue;
      }
      const words = [...list.querySelectorAll("button")].flatMap(({ textContent: title }, i) => [
        i ? "; " : this.#words.optionsWere,
        chosen(title) ? make("strong", {}, this.#words.chosen(title)) : title,
      ]);
      list.replaceWith(make("p", { className: "offered", dir: "auto" }, ...words));
    }
  }

  /** The question that is open stands above the box, and at the foot of a small screen while its own place is out of sight. */
  #showOpenQuestion(replies, entry) {
    const at = replies.findLastIndex((reply) => reply.question);
    this.#openQuestion = replies[at]?.question ?? null;
    const asked = replies[at]?.text.match(/\*\*(.+?)\*\*/s)?.[1];
    this.#parts.boxQuestion.textContent = asked ? this.#words.openQuestion(asked) : "";
    this.#inSight.disconnect();
    this.#parts.openQuestion.hidden = true;
    this.#asked?.removeAttribute("id");
    this.#asked = asked ? entry.querySelectorAll(".reply")[at] : null;
    if (!asked) return;
    this.#asked.id = "asked";
    this.#parts.openQuestionText.textContent = this.#words.openQuestion(asked);
    this.#inSight.observe(this.#asked);
  }

  #showProgress(progress) {
    this.#parts.progress.hidden = !progress;
    if (!progress) return;
    const { stage, stage_number: number, stages, questions, answered } = progress;
    this.#answered = answered;
    const at = answered < questions ? this.#words.question(answered + 1, questions) : this.#words.allAnswered(questions);
    this.#parts.progressText.textContent = this.#words.stage(number, stages, stage, at);
    Object.assign(this.#parts.progressBar, { max: Math.max(questions, 1), value: answered });
  }

  /** Brings something into sight. Within a website only the guide's own room is scrolled, never the website. */
  #scrollTo(target, block = "start") {
    if (this.mode === "page") return target.scrollIntoView({ block });
    const { scroller, banner } = this.#parts;
    const [room, place] = [scroller.getBoundingClientRect(), target.getBoundingClientRect()];
    const over = place.top - room.top - 8 - (getComputedStyle(banner).position === "sticky" ? banner.offsetHeight : 0);
    if (block === "start" || over < 0 || place.bottom > room.bottom) scroller.scrollTop += over;
  }

  // ---- What it says about itself ----

  /** Says a text once. The region is emptied again, so that nobody who reads on meets the reply a second time. */
  #announce(text) {
    const say = (words) => { this.#parts.announcer.textContent = words; };
    clearTimeout(this.#timers.say);
    clearTimeout(this.#timers.hush);
    say(""); // the same words twice are announced only if the region was empty in between
    this.#timers.say = setTimeout(say, 50, text);
    this.#timers.hush = setTimeout(say, 5000, "");
  }

  #announceReplies(replies, notice) {
    // A table is read cell by cell by whoever goes there: its text at once would be minutes long.
    const told = ({ text, table }) => (table ? this.#words.tableOf(table.lead, table.rows.length) : plainText(text));
    const texts = replies.map(({ buttons = [], ...reply }) =>
      told(reply) + (buttons.length ? `\n${this.#words.options}: ${buttons.map(({ title }) => title).join("; ")}` : ""));
    this.#announce([notice, `${this.#words.guideSaid}:`, ...texts].filter(Boolean).join("\n"));
  }

  /** While busy, buttons say that they are disabled but keep the focus (a truly disabled button would lose it). */
  #setBusy(now) {
    this.#busy = now;
    clearTimeout(this.#timers.status);
    this.#parts.status.textContent = "";
    if (now) this.#timers.status = setTimeout(() => { this.#parts.status.textContent = this.#words.looking; }, QUIET_WAIT);
    for (const button of this.#parts.guide.querySelectorAll("button:not(#close)")) button.setAttribute("aria-disabled", now);
  }

  #showProblem(text, retry) {
    const { problem, box } = this.#parts;
    problem.replaceChildren(...(text ? [make("p", {}, text)] : []));
    if (!retry) return;
    const button = make("button", { type: "button", className: "tool-button" }, this.#words.tryAgain);
    button.addEventListener("click", () => {
      box.focus(); // before the button goes, so that the focus is not lost
      retry();
    });
    problem.append(button);
  }

  #explained(problem) {
    if (!(problem instanceof Problem)) throw problem; // a fault of ours, for the console
    return problem.kind === "said" ? problem.message : this.#words.problems[problem.kind] ?? this.#words.lost.no_session;
  }

  #showBoxError(text) {
    this.#parts.boxError.textContent = text;
    this.#parts.box.setAttribute("aria-invalid", Boolean(text));
  }

  #setBox(text) {
    this.#parts.box.value = text;
    this.#growBox();
  }

  #growBox() {
    const { box } = this.#parts;
    box.style.height = "auto"; // first, so that it can shrink too
    box.style.height = `${box.scrollHeight + box.offsetHeight - box.clientHeight}px`;
  }

  /** Asks in the page; true when the user says yes. Escape and "Keep it" say no. */
  #confirmed([title, text, yes]) {
    const { confirm, confirmTitle, confirmText, confirmYes } = this.#parts;
    confirmTitle.textContent = title;
    confirmText.textContent = text;
    confirmYes.textContent = yes;
    confirm.returnValue = "";
    confirm.showModal();
    return new Promise((resolve) => {
      confirm.addEventListener("close", () => resolve(confirm.returnValue === "yes"), { once: true });
    });
  }

  // ---- The conversation ----

  /** Runs one task at a time: a second press while the first is under way does nothing. */
  async #exclusively(task) {
    if (this.#busy) return;
    this.#setBusy(true);
    this.#showProblem("");
    this.#showBoxError("");
    try { await task(); } finally { this.#setBusy(false); }
  }

  async #start() {
    if (this.#begun) return;
    this.#begun = true;
    await this.#exclusively(() => this.#openConversation());
  }

  async #begin(notice) {
    const replies = await this.#talk.begin();
    if (notice) this.#addEntry("notice", "", make("p", {}, notice));
    this.#addReplies(replies);
    this.#announceReplies(replies, notice);
    await this.#asWanted(replies);
  }

  /** Begins the journey that the website names, and answers with its nation when the guide asks for it first. */
  async #asWanted(replies) {
    const { journey, nation } = this.#wanted;
    const offered = replies.flatMap(({ buttons = [] }) => buttons);
    const wanted = (journey && offered.find(({ payload }) => payload === JOURNEYS[journey]))
      || (nation && offered.find(({ payload }) => payload === `/choose{"question": "nation", "option": "${nation}"}`));
    if (!wanted) return;
    if (wanted.payload === JOURNEYS[journey]) this.#wanted.journey = "";
    else this.#wanted.nation = "";
    await this.#exchange({ press: wanted.payload, id: newId() }, wanted.title);
  }

  async #resume() {
    const turns = await this.#talk.turns();
    this.#wanted = {}; // the conversation has its journey
    for (const { you, replies } of turns) {
      if (you !== null) this.#addYou(you);
      this.#addReplies(replies, you, false);
    }
    this.#announce(this.#words.backOnPage);
    if (turns.length > 1) this.#scrollTo(this.#parts.history.lastElementChild);
  }

  /** Shows the conversation that the tab has, else a new one. */
  async #openConversation(notice) {
    this.#parts.history.replaceChildren();
    try {
      await (this.#talk.begun ? this.#resume() : this.#begin(notice));
    } catch (problem) {
      await this.#explain(problem, "", () => this.#exclusively(() => this.#openConversation()));
    }
  }

  /** Says what went wrong. When the session is gone, a new one begins, and that is what is said. */
  async #explain(problem, advice, retry) {
    this.#tell("problem", { kind: problem.kind ?? "broken" });
    if (problem.kind !== "lost") return this.#showProblem(this.#explained(problem) + advice, retry);
    try {
      await this.#begin((this.#words.lost[problem.code] ?? this.#words.lost.no_session) + advice);
    } catch (again) {
      this.#showProblem(this.#explained(again) + advice, retry);
    }
  }

  /** One message and what is said to it, shown. */
  async #exchange(body, said) {
    const you = this.#addYou(said);
    this.#scrollTo(you, "nearest");
    try {
      const replies = await this.#talk.post(body);
      if (!replies.length) throw new Problem("silent");
      this.#addReplies(replies, said);
      this.#announceReplies(replies);
      if (replies.some(({ status }) => status === "not_taken")) this.#giveBack(said);
      this.#scrollTo(you);
      this.#tell("reply", { status: replies.find(({ status }) => status)?.status ?? null });
      await this.#asWanted(replies);
    } catch (problem) {
      if (you.nextElementSibling) throw problem; // it was answered; what came after it was not
      you.remove();
      throw problem;
    }
  }

  /** Sends a message. What failed is taken out of the history and, if typed, put back. */
  #send(content, said) {
    return this.#exclusively(async () => {
      // What was given back and is sent again unchanged keeps its id and its question: the guide may have taken it after all.
      const again = this.#unsent && content.text === this.#unsent.text;
      const body = again ? this.#unsent : { ...content, id: newId(), ...(content.text ? { question: this.#openQuestion } : {}) };
      this.#unsent = null;
      try {
        await this.#exchange(body, said);
      } catch (problem) {
        if (body.text) {
          if (!this.#parts.box.value) this.#unsent = body;
          this.#giveBack(said);
        }
        await this.#explain(problem, body.text ? this.#words.textIsBack : "");
      }
    });
  }

  /** Puts a text back into the box; somebody may have typed on in the meantime. */
  #giveBack(said) {
    const { value } = this.#parts.box;
    this.#setBox(value ? `${said}\n${value}` : said);
  }

  #submit(event) {
    event.preventDefault();
    if (this.#busy) return;
    const text = this.#parts.box.value.trim();
    const length = [...text].length; // as people count: an emoji is one
    const fault = !length ? this.#words.empty : length > LONGEST_MESSAGE ? this.#words.tooLong(length, LONGEST_MESSAGE) : "";
    this.#showBoxError(fault);
    if (fault) return this.#parts.box.focus();
    this.#setBox("");
    this.#send({ text }, text);
  }

  async #startAgain() {
    if (this.#busy || !(await this.#confirmed(this.#words.startAgainAsk))) return;
    await this.#exclusively(async () => {
      try {
        await this.#talk.call("POST", "/messages", { press: "/start_again" }); // the guide asks once more; the dialog has answered
        await this.#exchange({ press: "/start_again_now", id: newId() }, this.#words.startAgain);
      } catch (problem) {
        await this.#explain(problem, "");
      }
    });
  }

  async #forgetMe() {
    if (this.#busy || !(await this.#confirmed(this.#words.forgetMeAsk))) return;
    await this.#exclusively(async () => {
      try {
        await this.#talk.forget();
      } catch (problem) {
        this.#tell("problem", { kind: problem.kind });
        return this.#showProblem(this.#explained(problem) + this.#words.nothingDeleted);
      }
      this.#setBox("");
      this.#showProgress(null);
      this.#answered = 0;
      await this.#openConversation(this.#words.deleted);
    });
  }
}

if (!customElements.get("commissioning-guide")) customElements.define("commissioning-guide", CommissioningGuide);
