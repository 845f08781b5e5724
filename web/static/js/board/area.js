// The part of the page that holds the items: shown anew for another filter, sort or grouping, kept in the address.
// The state of the address decides what is drawn; window.js says how a section's rows stand in the page.
import { board, boardId, row, sectionOf } from "./dom.js";
import { focusCell } from "./focus.js";
import { look as fillGaps, spot } from "./scroll.js";
import { firstInSight, gapsOf, heightOf, resize, sections, sizeOf } from "./window.js";

const QUIET = 400;

/** Change parts of the view's state and show it. The address holds what differs from the saved view, empty parts too. */
export function look(changes) {
  return show(() => addressWith(changes), { push: true });
}

function addressWith(changes) {
  const params = new URLSearchParams(location.search);
  const { view, saved } = board().dataset;
  if (view) params.set("view", view);
  for (const [name, value] of Object.entries(changes)) {
    if ((value ?? "") === (JSON.parse(saved)[name] ?? "")) params.delete(name);
    else params.set(name, value ?? "");
  }
  return `/b/${boardId()}${params.size ? `?${params}` : ""}`;
}

let drawing = Promise.resolve();

/**
 * Show an address of this board, or the one that a function says when its turn has come; with `push` the browser's back
 * button comes back from it. One after another: of two at once, each would draw over the other's board.
 */
export function show(path, options = {}) {
  const shown = drawing.then(() => draw(typeof path === "function" ? path() : path, options));
  drawing = shown.catch(() => {});
  return shown;
}

/** The reader stays where they are. */
function draw(path, { push = false }) {
  const stay = reader();
  const focus = focusIn(board());
  const at = new URLSearchParams({ at: spot() });
  const asked = `${path}${path.includes("?") ? "&" : "?"}${at}`;
  const swapped = window.htmx.ajax("GET", asked, { target: "#board", swap: "outerHTML", push: push ? path : "false" });
  return swapped.then(() => {
    prepare();
    stay();
    focus();
  });
}

/** A function that scrolls a board drawn anew to where it was: to the same row, if it is still there. */
function reader() {
  const { scrollTop: top, scrollLeft: left } = board();
  const line = top ? firstInSight() : null;
  const offset = line?.getBoundingClientRect().top;
  return () => {
    board()?.scrollTo({ top, left });
    const same = line && row(line.dataset.item);
    if (same) board().scrollTop += same.getBoundingClientRect().top - offset;
  };
}

/** A function that puts the focus back where it was in the board before it is drawn anew. */
function focusIn(area) {
  const at = area.contains(document.activeElement) ? document.activeElement : null;
  const section = at?.matches("[data-add]") && sectionOf(at)?.dataset.section;
  const item = at?.closest("tr")?.id;
  return () => {
    if (section) board()?.querySelector(`[data-section="${CSS.escape(section)}"] .adding [data-add]`)?.focus();
    else if (item && at.cellIndex > 0) focusCell(document.getElementById(item)?.cells[at.cellIndex]);
  };
}

let reloading = null;

/** The same view again, after something changed that is not only items. Asked for twice, it is drawn once. */
export function reload() {
  reloading ??= show(() => `/b/${boardId()}${location.search}`).finally(() => (reloading = null));
  return reloading;
}

/** The same, until it shows the board's event `upTo`. */
export async function catchUp(upTo) {
  for (let tries = 0; tries < 3 && board() && seq() < upTo; tries += 1) await reload();
}

// Something was changed that is not only items: shown as soon as nothing that is being typed would be lost.
document.addEventListener("board:outdated", function again() {
  if (isTyping()) setTimeout(again, QUIET);
  else if (board()) reload();
});

/** Whether drawing the board anew would take away what somebody is typing. */
export function isTyping() {
  if (!board()) return false;
  const lines = [...board().querySelectorAll("[data-add]")];
  return Boolean(board().querySelector("[data-busy]")) || lines.some((line) => line.value) || document.activeElement?.matches("#board .inplace");
}

/** Number of the last event that the page shows. */
export const seq = () => Number(board()?.dataset.seq ?? 0);

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-go]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  show(link.getAttribute("href"), { push: true });
});

// Back and forward between views of one board need no new page.
document.addEventListener("htmx:before:history:restore", (event) => {
  const from = board()?.dataset.board;
  const [, to] = location.pathname.match(/^\/b\/(\d+)(\/i\/\d+)?$/) ?? [];
  if (!from || from !== to) return;
  event.preventDefault();
  show(`/b/${to}${location.search}`);
  document.dispatchEvent(new CustomEvent("board:traversed"));
});

let typing;
document.addEventListener("input", (event) => {
  if (event.target.id !== "search") return;
  clearTimeout(typing);
  typing = setTimeout(() => look({ q: event.target.value.trim() }), 250);
});

// Titles that are edited where they stand: Enter keeps, Escape takes back.
document.addEventListener("keydown", (event) => {
  if (!event.target.matches?.(".inplace")) return;
  if (event.key === "Escape") event.target.value = event.target.defaultValue;
  if (event.key === "Enter" || event.key === "Escape") event.target.blur();
});

document.addEventListener("click", (event) => {
  const focuser = event.target.closest?.("[data-focus]");
  const input = focuser && document.querySelector(focuser.dataset.focus);
  if (input) setTimeout(() => input.select());
  const fold = event.target.closest?.(".fold");
  if (!fold) return;
  remember(toggle(sectionOf(fold)));
  fillGaps();
});

function toggle(section, folded = !section.classList.contains("folded")) {
  section.classList.toggle("folded", folded);
  section.querySelector(".fold").setAttribute("aria-expanded", String(!folded));
  return section;
}

const memory = (section) => `folded:${boardId()}:${section.dataset.section}`;

function remember(section) {
  if (section.classList.contains("folded")) localStorage.setItem(memory(section), "1");
  else localStorage.removeItem(memory(section));
}

/** What every newly shown board needs; the others hear of it by the event "board:shown". */
export function prepare() {
  for (const section of board()?.querySelectorAll(":is(section, .nest)[data-section]") ?? []) {
    if (localStorage.getItem(memory(section))) toggle(section, true);
  }
  for (const section of board() ? sections({ folded: true }) : []) {
    const height = heightOf(section);
    for (const line of gapsOf(section)) resize(line, sizeOf(line), height);
  }
  document.dispatchEvent(new CustomEvent("board:shown"));
}
