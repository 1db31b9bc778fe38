// What a reply of the guide looks like: text, sources that open, tables, documents, answers to be changed, options.

import { line, make, paragraphs, renderParagraph } from "./make.js";

/**
 * `words`: of the frame. `server`: its address. `press(payload, title)`: a button was pressed. `passage(name)`: fetches one.
 * `tell(about, said)`: what somebody thinks of an answer. `announce(text)`: says it to a screen reader. `explained(problem)`: what went
 * wrong, in words. `opened(href)`: a document. What comes back makes the element of a reply; `fresh`: it was given just now.
 */
export function replyRenderer({ words, server, press, passage, tell, announce, explained, opened }) {
  /** The paragraph with the marked sentence in <mark>. Line breaks may differ between the two, so spaces are evened. */
  function marked(paragraph, sentence) {
    const even = (text) => text.replaceAll("**", "").replace(/\s+/g, " ").trim();
    const [text, wanted] = [even(paragraph), even(sentence ?? "")];
    const [before, ...after] = wanted ? text.split(wanted) : [text];
    return make("p", { dir: "auto" }, before, ...(after.length ? [make("mark", {}, wanted), after.join(wanted)] : []));
  }

  function note({ term, text, instrument, nations, as_at: day }) {
    const facts = [instrument, nations?.join(", "), day && words.asAt(day)].filter(Boolean).join("; ");
    return make("li", { dir: "auto" }, make("strong", {}, `${term}: `), `${text} `, make("small", {}, `(${facts})`));
  }

  /** What a source holds when it is opened: the passage, unless the reply has shown it, where it comes from, all of its notes. */
  function opening({ title, text, source_title: report, year, sections = [], notes = [] }, sentence, shown) {
    const body = shown ? [] : paragraphs(text).map((paragraph) => marked(paragraph, sentence));
    const hint = body.some((paragraph) => paragraph.querySelector("mark")) ? [make("p", { className: "hint" }, words.highlighted)] : [];
    const from = [words.digestOf(report, year), ...sections.map(({ heading }) => heading)].join("; ");
    const since = notes.length ? [make(shown ? "h4" : "h5", {}, words.changedSince), make("ul", {}, ...notes.map(note))] : [];
    return [...(shown ? [] : [line("h4", title)]), ...hint, ...body, make("p", { className: "hint", dir: "auto" }, `${from}.`), ...since];
  }

  /** A source is fetched when it is opened first; closing and opening again retries one that failed. */
  function source({ passage: name, label, shown }, sentence) {
    const title = [make("strong", {}, words.source), label];
    if (!name) return make("p", { className: "source", dir: "auto" }, ...title);
    const body = make("div", { className: "passage" });
    const details = make("details", { className: "source" }, make("summary", { dir: "auto" }, ...title), body);
    let fetched = false;
    details.addEventListener("toggle", async () => {
      if (!details.open || fetched) return;
      fetched = true;
      body.replaceChildren(make("p", {}, words.fetching));
      try {
        const found = await passage(name);
        body.replaceChildren(...opening(found, sentence, shown));
        announce(shown ? words.notesOpen : words.passageOpen(found.title));
      } catch (problem) {
        fetched = false;
        const text = `${explained(problem)} ${words.tryAgainByOpening}`;
        body.replaceChildren(make("p", { className: "error" }, text));
        announce(text);
      }
    });
    return details;
  }

  /** A document opens beside the chat: whoever closes it must not close the conversation with it. */
  function document_({ title, href, format }) {
    const name = title.toLowerCase().includes(format.toLowerCase()) ? title : `${title}, ${format}`;
    if (!href.startsWith("/guide/documents/")) return make("li", {}, name); // never a link to elsewhere, or to a script
    const page = format.toUpperCase() === "HTML";
    const link = make("a", { href: `${server}${href}`, target: "_blank", rel: "noopener", ...(page ? {} : { download: "" }) },
      page ? words.newTab(name) : words.download(name));
    link.addEventListener("click", () => opened(href.split("/").pop()));
    return make("li", {}, link);
  }

  function button(className, payload, title, ...children) {
    const made = make("button", { type: "button", className, dir: "auto" }, ...children);
    made.addEventListener("click", () => {
      made.focus(); // Safari does not focus a clicked button, and where the focus goes next hangs on it
      press(payload, title);
    });
    return made;
  }

  /** Whether an answer was useful, and if not, why. The focus goes with what is asked next, never to nothing. */
  function feedback(about, title) {
    const group = make("div", { className: "feedback", role: "group", "aria-label": words.feedbackOn(title) });
    const ask = (question, choices) => {
      const made = choices.map(([text, act]) => {
        const choice = make("button", { type: "button", className: "small-button" }, text);
        choice.addEventListener("click", act);
        return choice;
      });
      return [make("p", { tabIndex: -1 }, question), ...made];
    };
    const show = (...parts) => {
      const before = [...group.children];
      group.append(...parts);
      parts[0].focus({ preventScroll: true }); // before what had the focus goes
      before.forEach((part) => part.remove());
    };
    const said = async (choice) => {
      try {
        await tell(about, choice);
        show(make("p", { tabIndex: -1 }, words.thanks));
        announce(words.thanks);
      } catch (problem) {
        announce(explained(problem));
        group.querySelector("p").textContent = explained(problem);
      }
    };
    const why = () => {
      show(...ask(words.whatIsWrong, Object.entries(words.reasons).map(([choice, text]) => [text, () => said(choice)])));
      announce(words.whatIsWrong);
    };
    group.append(...ask(words.useful, [[words.yes, () => said("useful")], [words.no, why]]));
    return group;
  }

  const option = ({ title, payload }) => make("li", {}, button("option", payload, title, title));

  /** What was answered, each with a button that changes it; the text has the same lines for those who see only text. */
  const checked = (answers) => make("dl", { className: "answers" }, ...answers.map(({ label, answer, payload }) => {
    const name = make("span", { className: "hidden-visually" }, ` ${label}`);
    const change = button("tool-button", payload, words.changed(label), words.change, name);
    return make("div", {}, line("dt", label), line("dd", answer), make("dd", {}, change));
  }));

  /** A table of structured facts, with headers; on a narrow screen each row becomes a card whose cells name their column. */
  function facts({ lead, head, rows, after, none, all }) {
    const several = head.length > 1;
    const refs = (numbers) => (numbers.length ? [make("span", { className: "refs" }, ` [${numbers.join(", ")}]`)] : []);
    const cell = (told, column, colSpan) => make("td", { role: "cell", colSpan },
      ...(several ? [make("p", { className: "column", "aria-hidden": "true" }, column)] : []),
      ...told.map(({ text, sources }) => make("p", { dir: "auto" }, text, ...refs(sources))),
      ...(told.length ? [] : [make("p", { className: "none" }, none)]));
    const names = head.map((name) => make("th", { scope: "col", role: "columnheader", dir: "auto" }, name));
    const columns = several
      ? [make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, make("td", { role: "cell" }), ...names))] : [];
    const body = rows.map(({ name, cells }) => make("tr", { role: "row" },
      make("th", { scope: "row", role: "rowheader", dir: "auto" }, name),
      ...(cells.length < head.length ? [cell(cells[0], all, head.length)] : cells.map((told, i) => cell(told, head[i], 1)))));
    const caption = make("caption", { dir: "auto" }, lead);
    return [make("table", { className: "facts", role: "table" }, caption, ...columns, make("tbody", { role: "rowgroup" }, ...body)),
      ...(after ? [line("p", after)] : [])];
  }

  /** The sources of a table, folded away: a number in it names one of them, that may have several passages. */
  function numbered(sources) {
    const byLabel = new Map();
    for (const one of sources) byLabel.set(one.label, [...(byLabel.get(one.label) ?? []), one]);
    const list = make("ol", {}, ...[...byLabel.values()].map((same) => make("li", {}, ...same.map((one) => source(one)))));
    return make("details", { className: "sources" }, make("summary", {}, words.sources(byLabel.size)), list);
  }

  return ({ text, status, marked: sentence, sources = [], documents = [], buttons = [], answers = [], table = null }, fresh) => {
    const told = (paragraph) => sources.length && paragraph.startsWith("Source: "); // as an element below, once
    const isList = (paragraph) => answers.length && paragraph.startsWith("- ");
    const links = documents.length ? [make("ul", { className: "documents" }, ...documents.map(document_))] : [];
    const reply = make("div", { className: "reply" }, ...links, // first, so that nobody has to come past the text to reach them
      ...(table ? facts(table) : []),
      ...(table ? [] : paragraphs(text)).filter((paragraph) => !told(paragraph)).flatMap((paragraph) => {
        if (isList(paragraph)) return [checked(answers)];
        return sentence && paragraph.includes(`**${sentence}**`) ? [marked(paragraph, sentence)] : renderParagraph(paragraph);
      }));
    reply.dataset.status = status ?? "";
    reply.append(...(table && sources.length ? [numbered(sources)] : sources.map((one) => source(one, sentence))));
    const about = ["answered", "nearest"].includes(status) && sources.map(({ passage: name, title, ref }) =>
      [name ?? ref[0].replace(/^currency\//, ""), title])[0];
    if (about && fresh) reply.append(feedback(...about));
    if (buttons.length) {
      reply.append(make("ul", { className: "options", role: "list", "aria-label": words.options }, ...buttons.map(option)));
    }
    return reply;
  };
}
