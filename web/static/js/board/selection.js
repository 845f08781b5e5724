// Which items are selected, as data: rows come and go, their items stay selected. Either ids, or all items of the view
// but some.
import { board, boardPath, query, row } from "./dom.js";
import { ask } from "./http.js";
import { sections, sizeOf, bodyOf } from "./window.js";

let ids = new Set();
let all = false;

/** Whether the item is selected. */
export const isPicked = (id) => all !== ids.has(String(id));
export const isAll = () => all;

/** How many items the view shows. */
export const total = () => sections({ folded: true }).reduce((sum, section) => sum + Number(section.dataset.count), 0);
export const size = () => (all ? Math.max(0, total() - ids.size) : ids.size);

/** The ids, in the order in which the page shows those that it has; of all items nobody knows them. */
export const pickedIds = () => {
  const shown = [...board().querySelectorAll(".items > tr[data-item]")].map((line) => line.dataset.item);
  return [...shown.filter((id) => ids.has(id)), ...[...ids].filter((id) => !row(id))];
};

/** Select items, or (`on` false) not. */
export function pick(some, on = true) {
  for (const id of some) {
    if (on !== all) ids.add(String(id));
    else ids.delete(String(id));
  }
  draw();
}

export function pickAll() {
  [ids, all] = [new Set(), true];
  draw();
}

export function pickNone() {
  [ids, all] = [new Set(), false];
  draw();
}

/** Items that are gone are not selected any more. */
export function forget(some) {
  if (!all) some.forEach((id) => ids.delete(String(id)));
  draw();
}

/** What a form says about which items it means. */
export const chosen = () => (all ? { all: "1", except: [...ids].join(",") } : { ids: pickedIds().join(",") });

/** The ids of a section's items from one place to another, in the page or not. */
export async function idsBetween(section, start, end) {
  const text = await ask("GET", `${boardPath()}/ids${query({ section: section.dataset.section, start, limit: end - start })}`);
  return text.split(",").filter(Boolean);
}

/** The boxes show what is selected. */
export function draw() {
  if (!board()) return;
  for (const line of board().querySelectorAll(".items > tr[data-item]")) mark(line);
  for (const section of sections({ folded: true })) {
    const box = section.querySelector("[data-pick-all]");
    const lines = [...bodyOf(section).children].filter((line) => line.dataset.item && sizeOf(line));
    const some = lines.filter((line) => isPicked(line.dataset.item)).length;
    box.checked = some > 0 && some === lines.length;
    box.indeterminate = some > 0 && some < lines.length;
  }
  document.dispatchEvent(new CustomEvent("board:picked"));
}

export function mark(line) {
  const on = isPicked(line.dataset.item);
  line.classList.toggle("picked", on);
  line.querySelector(".c-pick input").checked = on;
}

document.addEventListener("board:filled", (event) => event.detail.lines.filter((line) => line.isConnected).forEach(mark));
