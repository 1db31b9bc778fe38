// Elements and text. Whatever a server or a user wrote reaches the page as text nodes, never as HTML, so nothing that is typed or
// answered can become markup or script; and a page may ask for Trusted Types, since nothing here makes HTML from strings.

/** An element with properties and children; a string child becomes text. What is no property is an attribute: "aria-label". */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-") || name === "role" || name === "for") element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children);
  return element;
}

export const paragraphs = (text) => text.split(/\n\s*\n/).map((paragraph) => paragraph.trim()).filter(Boolean);
export const plainText = (text) => text.replace(/^(# |- )/gm, "").replace(/\*\*(.+?)\*\*/gs, "$1");
const inline = (text) => text.split(/\*\*(.+?)\*\*/s).map((part, i) => (i % 2 ? make("strong", {}, part) : part));

/** An element of one line with light markup. */
export const line = (tag, text) => make(tag, { dir: "auto" }, ...inline(text));

/** One paragraph of a reply: a small heading, or plain lines with lists between them. */
export function renderParagraph(text) {
  if (text.startsWith("# ")) return [line("h4", text.slice(2))];
  const parts = text.split(/((?:^- .*(?:\n|$))+)/m); // every second part is a list
  return parts.map((part, i) => (i % 2
    ? make("ul", {}, ...part.trim().split("\n").map((item) => line("li", item.slice(2))))
    : line("p", part.trim()))).filter((element) => element.hasChildNodes() && element.textContent);
}
