// The chat page of the Commissioning Guide. Whatever a server or a user wrote reaches the page as text nodes (make()
// appends strings as text), never as HTML, so nothing that is typed or answered can become markup or script.

const LONGEST_MESSAGE = 2000; // characters; the server's limit, told here before anything is sent
const LONGEST_WAIT = 20_000; // milliseconds until a call is given up
const LOOK_UP_WAIT = 5_000; // for asking whether a lost message arrived, while the reader waits
const QUIET_WAIT = 400; // most replies come sooner; a status line for those would only be noise to a screen reader
const TOKEN_KEY = "guide-session";
const SESSION_LOST =
  "Your earlier conversation is no longer here: it ended, or the guide was restarted. This is a new one.";

const byId = (id) => document.getElementById(id);
const history = byId("history");
const box = byId("box");
const timers = {};
let busy = false;
let openQuestion = null; // the id of the question that the last reply asks: what is typed next is an answer to it
let unsent = null; // what was given back into the box, with the id that it was sent under
let answered = 0; // answers that would be lost with this tab

/** A call that failed: the message is for the reader, the status (0 when nothing came back) is for the code. */
class Problem extends Error {
  constructor(message, status = 0) {
    super(message);
    this.status = status;
  }
}

/** An element with properties and children; a string child becomes text. */
function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

// ---- The server ----

/** The token lives as long as the tab. A browser that forbids storage still gets one conversation, until a reload. */
const session = {
  token: null,
  load() {
    try { this.token = sessionStorage.getItem(TOKEN_KEY); } catch { /* storage is forbidden */ }
  },
  keep(token) {
    this.token = token;
    try { sessionStorage.setItem(TOKEN_KEY, token ?? ""); } catch { /* storage is forbidden */ }
  },
};

/** Calls the guide and returns its JSON (null for "no content"); anything else than success throws a Problem. */
async function call(method, path, body, wait = LONGEST_WAIT) {
  const request = { method, headers: {}, cache: "no-store" };
  if (session.token) request.headers.Authorization = `Bearer ${session.token}`;
  if (body) {
    request.headers["Content-Type"] = "application/json";
    request.body = JSON.stringify(body);
  }
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), wait);
  let status, data;
  try {
    const response = await fetch(path, { ...request, signal: abort.signal });
    status = response.status;
    const newer = response.headers.get("Guide-Session"); // tokens end; a newer one comes with any answer
    if (newer) session.keep(newer);
    data = await response.text();
  } catch {
    throw new Problem(abort.signal.aborted ? "The guide took too long to answer."
      : "The guide cannot be reached. Your connection may be down.");
  } finally {
    clearTimeout(timer);
  }
  if (status === 204) return null;
  try { data = JSON.parse(data); } catch { data = null; } // a proxy's error page, for instance
  if (data && status < 300) return data;
  throw new Problem(data?.error?.message ?? "Something went wrong inside the guide.", status);
}

// ---- Text with light markup ----

const paragraphs = (text) => text.split(/\n\s*\n/).map((paragraph) => paragraph.trim()).filter(Boolean);
const plainText = (text) => text.replace(/^(# |- )/gm, "").replace(/\*\*(.+?)\*\*/gs, "$1");
const inline = (text) => text.split(/\*\*(.+?)\*\*/s).map((part, i) => (i % 2 ? make("strong", {}, part) : part));
const line = (tag, text) => make(tag, { dir: "auto" }, ...inline(text));

/** One paragraph of a reply: a small heading, or plain lines with lists between them. */
function renderParagraph(text) {
  if (text.startsWith("# ")) return [line("h4", text.slice(2))];
  const parts = text.split(/((?:^- .*(?:\n|$))+)/m); // every second part is a list
  return parts.map((part, i) => (i % 2
    ? make("ul", {}, ...part.trim().split("\n").map((item) => line("li", item.slice(2))))
    : line("p", part.trim()))).filter((element) => element.hasChildNodes() && element.textContent);
}

// ---- Sources ----

/** The paragraph with the marked sentence in <mark>. Line breaks may differ between the two, so spaces are evened. */
function renderMarked(paragraph, marked) {
  const even = (text) => text.replaceAll("**", "").replace(/\s+/g, " ").trim();
  const text = even(paragraph);
  const sentence = even(marked ?? "");
  const [before, ...after] = sentence ? text.split(sentence) : [text];
  const mark = after.length ? [make("mark", {}, sentence), after.join(sentence)] : [];
  return make("p", { dir: "auto" }, before, ...mark);
}

function renderNote({ term, text, instrument, nations, as_at }) {
  const facts = [instrument, nations?.join(", "), as_at && `as at ${as_at}`].filter(Boolean).join("; ");
  return make("li", { dir: "auto" }, make("strong", {}, `${term}: `), `${text} `, make("small", {}, `(${facts})`));
}

/** What a source holds when it is opened: the passage, unless the reply has shown it, where it comes from, all of its notes. */
function renderPassage({ title, text, source_title, year, sections = [], notes = [] }, marked, shown) {
  const body = shown ? [] : paragraphs(text).map((paragraph) => renderMarked(paragraph, marked));
  const hint = body.some((paragraph) => paragraph.querySelector("mark"))
    ? [make("p", { className: "hint" }, "Highlighted: the sentence that answers best.")] : [];
  const from = [`Our digest of ${source_title} (${year})`, ...sections.map(({ heading }) => heading)].join("; ");
  const since = notes.length
    ? [make(shown ? "h4" : "h5", {}, "What has changed since"), make("ul", {}, ...notes.map(renderNote))] : [];
  return [...(shown ? [] : [line("h4", title)]), ...hint, ...body, make("p", { className: "hint", dir: "auto" }, `${from}.`), ...since];
}

/** A source is fetched when it is opened first; closing and opening again retries one that failed. */
function renderSource({ passage, label, shown }, marked) {
  const name = [make("strong", {}, "Source: "), label];
  if (!passage) return make("p", { className: "source", dir: "auto" }, ...name);
  const body = make("div", { className: "passage" });
  const details = make("details", { className: "source" }, make("summary", { dir: "auto" }, ...name), body);
  let fetched = false;
  details.addEventListener("toggle", async () => {
    if (!details.open || fetched) return;
    fetched = true;
    body.replaceChildren(make("p", {}, "Fetching the passage..."));
    try {
      const found = await call("GET", `/guide/passages/${encodeURIComponent(passage)}`);
      body.replaceChildren(...renderPassage(found, marked, shown));
      announce(shown ? "What the passage digests, and what has changed since, is open." : `The passage is open: ${found.title}`);
    } catch (problem) {
      fetched = false;
      const text = `${problem.message} Close this source and open it again to try once more.`;
      body.replaceChildren(make("p", { className: "error" }, text));
      announce(text);
    }
  });
  return details;
}

// ---- Replies ----

/** A document opens beside the chat: whoever closes it must not close the conversation with it. */
function renderDocument({ title, href, format }) {
  const name = title.toLowerCase().includes(format.toLowerCase()) ? title : `${title}, ${format}`;
  if (!href.startsWith("/guide/documents/")) return make("li", {}, name); // never a link to elsewhere, or to a script
  const [how, properties] = format.toUpperCase() === "HTML"
    ? ["opens in a new tab", { target: "_blank", rel: "noopener" }] : ["download", { download: "" }];
  return make("li", {}, make("a", { href, ...properties }, `${name} (${how})`));
}

function renderOption({ title, payload }) {
  const button = make("button", { type: "button", className: "option", dir: "auto" }, title);
  button.addEventListener("click", () => {
    button.focus(); // Safari does not focus a clicked button, and addReplies() goes by the focus
    send({ press: payload }, title);
  });
  return make("li", {}, button);
}

/** What was answered, each with a button that changes it; the text has the same lines for those who see only text. */
function renderAnswers(answers) {
  return make("dl", { className: "answers" }, ...answers.map(({ label, answer, payload }) => {
    const name = make("span", { className: "hidden-visually" }, ` ${label}`);
    const button = make("button", { type: "button", className: "tool-button" }, "Change", name);
    button.addEventListener("click", () => {
      button.focus();
      send({ press: payload }, `Change ${label}`);
    });
    return make("div", {}, line("dt", label), line("dd", answer), make("dd", {}, button));
  }));
}

/** A table of structured facts, with headers; on a narrow screen each row becomes a card whose cells name their column. */
function renderTable({ lead, head, rows, after, none, all }) {
  const several = head.length > 1;
  const refs = (numbers) => (numbers.length ? [make("span", { className: "refs" }, ` [${numbers.join(", ")}]`)] : []);
  const cell = (facts, column, colSpan) => make("td", { role: "cell", colSpan },
    ...(several ? [make("p", { className: "column", ariaHidden: "true" }, column)] : []),
    ...facts.map(({ text, sources }) => make("p", { dir: "auto" }, text, ...refs(sources))),
    ...(facts.length ? [] : [make("p", { className: "none" }, none)]));
  const names = head.map((name) => make("th", { scope: "col", role: "columnheader", dir: "auto" }, name));
  const columns = several
    ? [make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, make("td", { role: "cell" }), ...names))] : [];
  const body = rows.map(({ name, cells }) => make("tr", { role: "row" },
    make("th", { scope: "row", role: "rowheader", dir: "auto" }, name),
    ...(cells.length < head.length ? [cell(cells[0], all, head.length)] : cells.map((facts, i) => cell(facts, head[i], 1)))));
  const caption = make("caption", { dir: "auto" }, lead);
  return [make("table", { className: "facts", role: "table" }, caption, ...columns, make("tbody", { role: "rowgroup" }, ...body)),
    ...(after ? [line("p", after)] : [])];
}

/** The sources of a table, folded away: a number in it names one of them, that may have several passages. */
function renderNumbered(sources) {
  const byLabel = new Map();
  for (const source of sources) byLabel.set(source.label, [...(byLabel.get(source.label) ?? []), source]);
  const list = make("ol", {}, ...[...byLabel.values()].map((same) => make("li", {}, ...same.map((source) => renderSource(source)))));
  return make("details", { className: "sources" }, make("summary", {}, `Sources (${byLabel.size})`), list);
}

function renderReply({ text, status, marked, sources = [], documents = [], buttons = [], answers = [], table = null }) {
  const told = (paragraph) => sources.length && paragraph.startsWith("Source: "); // as an element below, once
  const isList = (paragraph) => answers.length && paragraph.startsWith("- ");
  const links = documents.length ? [make("ul", { className: "documents" }, ...documents.map(renderDocument))] : [];
  const reply = make("div", { className: "reply" }, ...links, // first, so that nobody has to come past the text to reach them
    ...(table ? renderTable(table) : []),
    ...(table ? [] : paragraphs(text)).filter((paragraph) => !told(paragraph)).flatMap((paragraph) => {
      if (isList(paragraph)) return [renderAnswers(answers)];
      return marked && paragraph.includes(`**${marked}**`) ? [renderMarked(paragraph, marked)] : renderParagraph(paragraph);
    }));
  reply.dataset.status = status ?? "";
  reply.append(...(table && sources.length ? [renderNumbered(sources)] : sources.map((source) => renderSource(source, marked))));
  if (buttons.length) {
    const options = { className: "options", role: "list", ariaLabel: "Options" };
    reply.append(make("ul", options, ...buttons.map(renderOption)));
  }
  return reply;
}

/** One entry of the history. The speaker's name can take the focus when what had it is gone. */
function addEntry(kind, speaker, ...children) {
  const name = speaker ? [make("h3", { className: "speaker", tabIndex: -1 }, speaker)] : [];
  const entry = make("li", { className: `entry-${kind}` }, ...name, ...children);
  history.append(entry);
  return entry;
}

const addYou = (text) => addEntry("you", "You said", make("p", { className: "said", dir: "auto" }, text));

/** The options of earlier replies can no longer be pressed: they become text, with what was chosen marked. */
function retire(lists, said) {
  const chosen = (title) => title.trim().toLowerCase() === said?.trim().toLowerCase();
  for (const list of lists) {
    if (list.matches("dl")) {
      list.querySelectorAll("button").forEach((button) => button.parentElement.remove());
      continue;
    }
    const words = [...list.querySelectorAll("button")].flatMap(({ textContent: title }, i) => [
      i ? "; " : "Options were: ",
      chosen(title) ? make("strong", {}, `${title} (chosen)`) : title,
    ]);
    list.replaceWith(make("p", { className: "offered", dir: "auto" }, ...words));
  }
}

function addReplies(replies, said) {
  const earlier = [...history.querySelectorAll(".options, .answers")];
  const entry = addEntry("guide", "The guide said", ...replies.map(renderReply));
  showOpenQuestion(replies, entry);
  showProgress(replies.findLast((reply) => reply.progress)?.progress);
  // The focus is moved only when what had it goes, and before it goes: not for a moment may it be on nothing.
  const onEarlier = document.activeElement.closest(".options, .answers");
  if (onEarlier) entry.querySelector(".speaker").focus({ preventScroll: true });
  retire(earlier, said);
}

/** The question that is open stands above the box, and stands at the foot of a small screen while its own place is out of sight. */
function showOpenQuestion(replies, entry) {
  const at = replies.findLastIndex((reply) => reply.question);
  openQuestion = replies[at]?.question ?? null;
  const asked = replies[at]?.text.match(/\*\*(.+?)\*\*/s)?.[1];
  byId("box-question").textContent = asked ? `Open question: ${asked}` : "";
  inSight.disconnect();
  byId("open-question").hidden = true;
  document.getElementById("asked")?.removeAttribute("id");
  if (!asked) return;
  const place = entry.querySelectorAll(".reply")[at];
  place.id = "asked";
  byId("open-question-text").textContent = asked;
  inSight.observe(place);
}

const inSight = new IntersectionObserver(([{ isIntersecting }]) => { byId("open-question").hidden = isIntersecting; });

function showProgress(progress) {
  byId("progress").hidden = !progress;
  if (!progress) return;
  const { stage, stage_number, stages, questions } = progress;
  answered = progress.answered;
  const at = answered < questions ? `question ${answered + 1} of ${questions}` : `all ${questions} questions answered`;
  byId("progress-text").textContent = `Stage ${stage_number} of ${stages}: ${stage} - ${at}`;
  Object.assign(byId("progress-bar"), { max: Math.max(questions, 1), value: answered });
}

// ---- What the page says about itself ----

/** Says a text once. The region is emptied again, so that nobody who reads on meets the reply a second time. */
function announce(text) {
  const say = (words) => { byId("announcer").textContent = words; };
  clearTimeout(timers.say);
  clearTimeout(timers.hush);
  say(""); // the same words twice are announced only if the region was empty in between
  timers.say = setTimeout(say, 50, text);
  timers.hush = setTimeout(say, 5000, "");
}

function announceReplies(replies, notice) {
  // A table is read cell by cell by whoever goes there: its text at once would be minutes long.
  const told = ({ text, table }) => (table ? `${table.lead} A table of ${table.rows.length} rows.` : plainText(text));
  const texts = replies.map(({ buttons = [], ...reply }) =>
    told(reply) + (buttons.length ? `\nOptions: ${buttons.map(({ title }) => title).join("; ")}` : ""));
  announce([notice, "The guide said:", ...texts].filter(Boolean).join("\n"));
}

/** While busy, buttons say that they are disabled but keep the focus (a truly disabled button would lose it). */
function setBusy(now) {
  busy = now;
  clearTimeout(timers.status);
  byId("status").textContent = "";
  if (now) timers.status = setTimeout(() => { byId("status").textContent = "The guide is looking..."; }, QUIET_WAIT);
  for (const button of document.querySelectorAll("button")) button.setAttribute("aria-disabled", now);
}

function showProblem(text, retry) {
  byId("problem").replaceChildren(...(text ? [make("p", {}, text)] : []));
  if (!retry) return;
  const button = make("button", { type: "button", className: "tool-button" }, "Try again");
  button.addEventListener("click", () => {
    box.focus(); // before the button goes, so that the focus is not lost
    retry();
  });
  byId("problem").append(button);
}

function showBoxError(text) {
  byId("box-error").textContent = text;
  box.setAttribute("aria-invalid", Boolean(text));
}

function setBox(text) {
  box.value = text;
  growBox();
}

function growBox() {
  box.style.height = "auto"; // first, so that it can shrink too
  box.style.height = `${box.scrollHeight + box.offsetHeight - box.clientHeight}px`;
}

/** Asks in the page; true when the user says yes. Escape and "Keep it" say no. */
function confirmed(title, text, yes) {
  const dialog = byId("confirm");
  byId("confirm-title").textContent = title;
  byId("confirm-text").textContent = text;
  byId("confirm-yes").textContent = yes;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

// ---- The conversation ----

/** Runs one task at a time: a second press while the first is under way does nothing. */
async function exclusively(task) {
  if (busy) return;
  setBusy(true);
  showProblem("");
  showBoxError("");
  try { await task(); } finally { setBusy(false); }
}

async function begin(notice) {
  session.keep(null); // an old token must not travel with the request for a new one
  const { session: token, replies } = await call("POST", "/guide/sessions");
  session.keep(token);
  if (notice) addEntry("notice", "", make("p", {}, notice));
  addReplies(replies);
  announceReplies(replies, notice);
}

async function resume() {
  const { turns } = await call("GET", "/guide/messages");
  for (const { you, replies } of turns) {
    if (you !== null) addYou(you);
    addReplies(replies, you);
  }
  announce("Your conversation is back on the page.");
  if (turns.length > 1) history.lastElementChild.scrollIntoView();
}

/** Shows the conversation that the tab has, else a new one. */
async function openConversation(notice) {
  history.replaceChildren();
  try {
    await (session.token ? resume() : begin(notice));
  } catch (problem) {
    await explain(problem, "", () => exclusively(openConversation));
  }
}

/** Says what went wrong. When the session is gone, a new one begins, and that is what is said. */
async function explain(problem, advice, retry) {
  if (problem.status !== 401) return showProblem(problem.message + advice, retry);
  try { await begin(SESSION_LOST + advice); } catch (again) { showProblem(again.message + advice, retry); }
}

/** An id that no other message of this conversation has, so that the guide knows one that comes twice. */
const newId = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** The replies to a message whose answer was lost on the way; null if the guide never had it, or cannot be asked. */
async function arrived(id) {
  try {
    const { turns } = await call("GET", "/guide/messages", null, LOOK_UP_WAIT);
    const turn = turns.find((one) => one.id === id);
    return turn?.replies.length ? turn.replies : null;
  } catch { return null; }
}

/** Sends a message; when its answer does not come, asks first whether it arrived all the same. */
async function post(body) {
  try {
    return (await call("POST", "/guide/messages", body)).replies;
  } catch (problem) {
    const replies = !problem.status || problem.status >= 500 ? await arrived(body.id) : null;
    if (replies) return replies;
    throw problem;
  }
}

/** Sends a typed text or a pressed option. What failed is taken out of the history and, if typed, put back. */
const send = (content, said) => exclusively(async () => {
  const you = addYou(said);
  you.scrollIntoView({ block: "nearest" });
  // What was given back and is sent again unchanged keeps its id and its question: the guide may have taken it after all.
  const again = unsent && content.text === unsent.text;
  const body = again ? unsent : { ...content, id: newId(), ...(content.text ? { question: openQuestion } : {}) };
  unsent = null;
  try {
    const replies = await post(body);
    if (!replies.length) throw new Problem("The guide gave no answer.");
    addReplies(replies, said);
    announceReplies(replies);
    if (replies.some(({ status }) => status === "not_taken")) giveBack(said);
    you.scrollIntoView();
  } catch (problem) {
    you.remove();
    if (body.text) {
      if (!box.value) unsent = body;
      giveBack(said);
    }
    await explain(problem, body.text ? " What you typed is back in the box." : "");
  }
});

/** Puts a text back into the box; somebody may have typed on in the meantime. */
const giveBack = (said) => setBox(box.value ? `${said}\n${box.value}` : said);

function faultOf(text) {
  const length = [...text].length; // as people count: an emoji is one
  if (!length) return "Type a question or an answer first.";
  if (length <= LONGEST_MESSAGE) return "";
  const [has, most] = [length, LONGEST_MESSAGE].map((number) => number.toLocaleString("en-GB"));
  return `Your message has ${has} characters. The guide takes up to ${most}: please shorten it.`;
}

function submit(event) {
  event.preventDefault();
  if (busy) return;
  const text = box.value.trim();
  const fault = faultOf(text);
  showBoxError(fault);
  if (fault) return box.focus();
  setBox("");
  send({ text }, text);
}

async function startAgain() {
  if (busy) return;
  const sure = await confirmed("Start again?", "The guide drops your answers and begins anew.", "Yes, start again");
  if (!sure) return;
  await call("POST", "/guide/messages", { press: "/start_again" }); // the guide asks once more; the dialog has answered
  await send({ press: "/start_again_now" }, "Start again");
}

async function forgetMe() {
  if (busy) return;
  const sure = await confirmed("Forget me?", "All that you told the guide is deleted for good.", "Yes, forget me");
  if (sure) await exclusively(async () => {
    try {
      await call("DELETE", "/guide/sessions");
    } catch (problem) { // a session that the server does not know (401) is forgotten already
      if (problem.status !== 401) return showProblem(`${problem.message} Nothing is deleted yet: please try again.`);
    }
    session.keep(null);
    setBox("");
    showProgress(null);
    answered = 0;
    await openConversation("Your conversation is deleted. This is a new one.");
  });
}

byId("form").addEventListener("submit", submit);
box.addEventListener("input", () => { growBox(); showBoxError(""); });
box.addEventListener("keydown", (event) => {
  // Enter also ends a word in input methods for other scripts: that one does not send.
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  byId("form").requestSubmit();
});
byId("start-again").addEventListener("click", startAgain);
byId("forget-me").addEventListener("click", forgetMe);
byId("confirm-yes").addEventListener("click", () => byId("confirm").close("yes"));
byId("confirm-no").addEventListener("click", () => byId("confirm").close(""));

// The conversation is this tab's: whoever closes it with answers in it is asked first.
addEventListener("beforeunload", (event) => { if (answered > 0) event.preventDefault(); });

// What needs JavaScript shows only when JavaScript runs.
byId("composer").hidden = byId("tools-buttons").hidden = false;
session.load();
exclusively(openConversation);
