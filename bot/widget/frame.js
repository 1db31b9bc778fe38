// The frame of the conversation: everything that stands around what is said. Names of parts are their ids within the shadow root.

import { make } from "./make.js";

/** The parts of the frame by their names. `page`: with a banner and the tools beside the conversation; else folded away. */
export function buildFrame(words, page) {
  const p = (id, more = {}) => make("p", { id, ...more });
  const tool = (id, text) => make("button", { id, type: "button", className: "tool-button" }, text);
  const hidden = (tag, id, more, ...children) => make(tag, { id, className: "hidden-visually", ...more }, ...children);
  const listOf = (items) => make("ul", {}, ...items.map((item) => make("li", {}, item)));
  const level = page ? "h1" : "h2";

  const skip = make("button", { id: "skip", type: "button", className: "skip" }, words.skip); // a link cannot lead into a shadow root
  const title = make("div", {}, make(level, { id: "title", className: "title" }, words.name),
    ...(page ? [make("p", { className: "purpose" }, words.purpose)] : []));
  const close = make("button", { id: "close", type: "button", className: "tool-button" }, words.close);
  const banner = make(page ? "header" : "div", { id: "banner", className: "banner" }, skip, make("div", { className: "inner" }, title, close));

  const disclaimer = make("p", { className: "disclaimer" }, make("strong", {}, words.automated), ` ${words.noPersonalData}`);
  const history = make("ol", { id: "history", className: "history", role: "list", "aria-labelledby": "conversation-title" });
  const openQuestion = p("open-question", { className: "open-question", hidden: true });
  openQuestion.append(make("a", { href: "#asked", id: "open-question-text" }));

  const progress = make("div", { id: "progress", className: "progress", hidden: true }, make("span", { id: "progress-text" }),
    make("progress", { id: "progress-bar", "aria-labelledby": "progress-text" }));
  const box = make("textarea", { id: "box", rows: 1, dir: "auto", "aria-describedby": "box-question box-hint box-error" });
  const send = make("button", { id: "send", type: "submit", className: "main-button" }, words.send);
  const form = make("form", { id: "form", noValidate: true, autocomplete: "off" },
    make("div", { className: "label-row" }, make("label", { for: "box" }, words.label), p("status", { className: "status", role: "status" })),
    p("box-question", { className: "box-question", dir: "auto" }), make("p", { id: "box-hint", className: "hint" }, words.hint),
    p("box-error", { className: "error", role: "alert" }), make("div", { className: "entry" }, box, send));
  const composer = make("div", { id: "composer", className: "composer" }, make("div", { id: "problem", role: "alert" }), progress, form);

  const here = make("div", {}, ...(page ? [make("h2", {}, words.thisConversation)] : []),
    make("div", { className: "tools-row" }, tool("start-again", words.startAgain), tool("forget-me", words.forgetMe)));
  const more = [make(page ? "h2" : "h3", {}, words.otherHelp), listOf(words.help),
    make("details", {}, make("summary", {}, words.fiveReports), listOf(words.reports))];
  const tools = page
    ? make("aside", { className: "tools", "aria-label": words.tools }, here, ...more)
    : make("details", { className: "tools folded" }, make("summary", {}, words.tools), make("div", { className: "tools-inside" }, here, ...more));

  const main = make(page ? "main" : "div", { className: "main" }, disclaimer, ...(page ? [] : [tools]),
    hidden(page ? "h2" : "h3", "conversation-title", {}, words.conversation), history,
    // New replies are announced from here and not from the history: screen readers stop announcing a long list.
    hidden("div", "announcer", { "aria-live": "polite", "aria-atomic": "true" }), openQuestion, composer);
  const dialog = make("dialog", { id: "confirm", "aria-labelledby": "confirm-title", "aria-describedby": "confirm-text" },
    make("h2", { id: "confirm-title" }), p("confirm-text"), make("div", { className: "tools-row" },
      make("button", { id: "confirm-yes", type: "button", className: "main-button" }),
      make("button", { id: "confirm-no", type: "button", className: "tool-button", autofocus: true }, words.keepIt)));

  const scroller = make("div", { id: "scroller", className: "scroller" }, banner,
    make("div", { className: "layout" }, main, ...(page ? [tools] : [])));
  return make("div", { id: "guide", className: "guide", lang: words.lang, dir: words.dir }, scroller, dialog);
}
