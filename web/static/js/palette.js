// Ctrl K: boards and items come from the server, commands are what the page itself offers to click.
const COMMANDS = "[data-to-items], #side .side-link:not([href^='/b/'], [data-palette]), #user-menu [role^=menuitem], .bar .btn, .top .btn:not(.square), .tabs a, #board-menu [role=menuitem]";

const box = () => document.getElementById("palette");
const line = () => box()?.querySelector("input");
const options = () => [...box().querySelectorAll("[role=option]")].filter((option) => !option.hidden);
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function open() {
  if (!box() || box().open) return;
  line().value = "";
  box().showModal();
  collect();
  filter();
  window.htmx.trigger(line(), "find");
}

/** What can be clicked on this page, under the name that a reader knows it by. */
function collect() {
  const place = document.getElementById("palette-commands");
  const title = Object.assign(document.createElement("h3"), { textContent: place.dataset.title });
  const known = new Set();
  place.replaceChildren(title);
  for (const element of document.querySelectorAll(COMMANDS)) {
    const name = nameOf(element);
    if (!name || known.has(name) || element.getAttribute("aria-current") === "page") continue;
    known.add(name);
    place.append(option(element, name, known.size));
  }
}

function nameOf(element) {
  const words = element.title || element.querySelector("span:not(.badge)")?.textContent || element.textContent;
  return (element.getAttribute("aria-label") ?? words).trim();
}

function option(element, name, number) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", id: `palette-c${number}`, tabIndex: -1 });
  made.setAttribute("role", "option");
  made.setAttribute("aria-selected", "false");
  const icon = element.querySelector("svg.icon")?.cloneNode(true);
  const label = Object.assign(document.createElement("span"), { className: "clip grow", textContent: name });
  made.append(...(icon ? [icon] : []), label);
  made.addEventListener("click", () => {
    box().close();
    element.click();
  });
  return made;
}

function filter() {
  const words = fold(line().value).split(/\s+/).filter(Boolean);
  for (const one of box().querySelectorAll("[role=option]")) one.hidden = !words.every((word) => fold(one.textContent).includes(word));
  for (const place of box().querySelectorAll("[role=group]")) place.hidden = !place.querySelector("[role=option]:not([hidden])");
  tell();
  choose(options()[0]);
}

/** The server answers late: what somebody is about to take stays chosen. */
function settle() {
  tell();
  choose(chosen() ?? options()[0]);
}

const chosen = () => options().find((one) => one.getAttribute("aria-selected") === "true");
const tell = () => { box().querySelector(".palette-none").hidden = options().length > 0; };

function choose(wanted) {
  for (const one of options()) one.setAttribute("aria-selected", String(one === wanted));
  if (wanted) line().setAttribute("aria-activedescendant", wanted.id);
  else line().removeAttribute("aria-activedescendant");
  wanted?.scrollIntoView({ block: "nearest" });
}

function move(step) {
  const all = options();
  const at = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
  choose(all[(at + step + all.length) % all.length]);
}

function onKey(event) {
  if (event.key === "ArrowDown") move(1);
  else if (event.key === "ArrowUp") move(-1);
  else if (event.key === "Enter") chosen()?.click();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

const showKeys = () => window.htmx.ajax("GET", "/shortcuts", { target: "#dialog", swap: "innerHTML" });
const isTyping = (target) => target.closest?.("input, textarea, select, [contenteditable], td, .field-cell, trix-editor");

document.addEventListener("keydown", (event) => {
  const command = event.ctrlKey || event.metaKey;
  if (command && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k") open();
  else if (command && event.key === "/" ) showKeys();
  else if (event.key === "?" && !command && !isTyping(event.target)) showKeys();
  else return;
  event.preventDefault();
}, true);

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-palette]")) open();
  if (event.target.closest?.("[data-shortcuts]")) showKeys();
  if (event.target.closest?.("#palette a[role=option]")) box().close();
});
document.addEventListener("input", (event) => line() && event.target === line() && filter());
document.addEventListener("keydown", (event) => line() && event.target === line() && onKey(event));
document.addEventListener("htmx:after:swap", (event) => box()?.open && event.target.closest?.("#palette") && settle());
