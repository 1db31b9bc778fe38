// A website of one page: it takes the element away and puts another of the same in its place, as frameworks do; and it notes what it hears.
window.heard = [];
for (const name of ["ready", "open", "close", "reply", "document", "problem"]) {
  addEventListener(`guide-${name}`, (event) => window.heard.push([event.type, JSON.stringify(event.detail)]));
}
window.away = () => {
  const old = document.querySelector("commissioning-guide");
  const next = old.cloneNode(true);
  old.remove();
  window.next = next;
};
window.back = () => document.getElementById("place").append(window.next);
window.moved = () => document.getElementById("elsewhere").append(document.querySelector("commissioning-guide"));
