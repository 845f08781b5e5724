// Moves of items, columns and groups without a mouse: Alt+Shift and an arrow, or the dialog that asks for a place.
import { showDialog } from "../dialog.js";
import { toast } from "../toast.js";
import { announce } from "./announce.js";
import { board, boardPath, cellOf, headOf, mayEdit, parse, query, row, rowOf, say, sectionOf } from "./dom.js";
import { focusCell, lines } from "./focus.js";
import { refreshFooters } from "./footers.js";
import { ask } from "./http.js";
import { block } from "./range.js";
import { isGrouped, isManual, refresh } from "./rows.js";

const FEW = 300;

/** Whether items can be moved: in their own order, or between the groups of a grouped table; where not, a sentence says why. */
export function mayMove() {
  if (isManual() || isGrouped()) return true;
  toast(say("noOrder"), { bad: true });
  return false;
}

/** Where a section's items go to: its group, or what the items of a grouped table have in common. */
export const targetOf = (section) => (isGrouped() ? { section: section.dataset.section } : { to: section.dataset.group });

/** Put items into a target: with {place: "top"}, or {place: "after" | "before", anchor: id}; else the bottom. `quiet`: no toast. */
export async function moveItems(ids, target) {
  letGoOf(ids);
  try {
    await ask("POST", `${boardPath()}/placements${query()}`, { ids: ids.join(","), ...target });
    return true;
  } catch (error) {
    toast(error.sentence ?? document.getElementById("toasts").dataset.offline, { bad: true });
    comeBack();
    return false;
  }
}

// Told by the server after every move of ours, from whatever place of the page.
let shown = Promise.resolve();
document.addEventListener("board:moved", (event) => {
  if (board()) shown = show(event.detail.ids.map(String));
});

/** A row stays where the reader is; when they move it themselves it goes along, and the focus comes after it. */
function letGoOf(ids) {
  const cell = cellOf(document.activeElement);
  const line = document.activeElement?.closest?.("tr[data-item]");
  if (!line || !ids.map(String).includes(line.dataset.item)) return;
  if (cell) focused = { item: line.dataset.item, index: cell.cellIndex };
  document.activeElement.blur();
}

let focused = null;

async function show(ids) {
  letGoOf(ids);
  if (ids.length > FEW) document.dispatchEvent(new CustomEvent("board:outdated"));
  else await Promise.all([refresh(ids), refreshFooters()]);
  comeBack();
}

function comeBack() {
  const back = focused;
  focused = null;
  if (back && document.activeElement === document.body) focusCell(row(back.item)?.cells[back.index]);
}

/** Ask for a place for items. */
export async function askPlace(ids) {
  showDialog(parse(await ask("GET", `${boardPath()}/placements/new${query({ ids: ids.join(",") })}`)));
}

// ---- Alt+Shift and an arrow ----

document.addEventListener("keydown", (event) => {
  const cell = cellOf(event.target) ?? stepping?.cell;
  const step = { ArrowUp: -1, ArrowDown: 1, ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (!step || !event.altKey || !event.shiftKey || event.ctrlKey || event.defaultPrevented) return;
  if (!cell?.matches("td") || event.target.matches("input, textarea, select") || !mayEdit()) return;
  event.preventDefault();
  if (event.key === "ArrowUp" || event.key === "ArrowDown") stepItems(cell, step);
  else stepColumn(cell, step);
});

let before = Promise.resolve();
let stepping = null;

/** One place up or down, over the edge of a group into the next one. Quick repeats follow one another. */
function stepItems(cell, step) {
  const own = { cell };
  stepping = own;
  before = before.then(() => stepOnce(cell, step)).finally(() => {
    if (stepping === own) stepping = null;
  });
}

async function stepOnce(cell, step) {
  const moving = moved(cell);
  if (!moving.length || !mayMove()) return;
  const ids = moving.map((line) => line.dataset.item);
  const where = step < 0 ? above(moving[0]) : below(moving.at(-1));
  if (!where || !(await moveItems(ids, { ...where.target, quiet: "yes" }))) return;
  await shown;
  focusCell(row(rowOf(cell).dataset.item)?.cells[cell.cellIndex]);
  announce(say("moved", { group: where.title }));
}

/** The rows of the selected block, or the one with the focus; ticked ones all together. */
function moved(cell) {
  const line = row(rowOf(cell)?.dataset.item);
  if (!line) return [];
  if (line.classList.contains("picked")) return [...board().querySelectorAll(".items > tr.picked")];
  const found = block()?.rows ?? [];
  return found.includes(line) ? found : [line];
}

const titleOf = (section) => section.querySelector("h2 input")?.value ?? section.querySelector("h2").textContent.trim();

function above(first) {
  const section = sectionOf(first);
  const all = linesOf(section);
  const at = all.indexOf(first);
  if (at > 0 && isManual()) return into(section, { place: "before", anchor: all[at - 1].dataset.item });
  return into(beside(section, -1));
}

function below(last) {
  const section = sectionOf(last);
  const all = linesOf(section);
  const at = all.indexOf(last);
  if (at < all.length - 1 && isManual()) return into(section, { place: "after", anchor: all[at + 1].dataset.item });
  return into(beside(section, 1), isManual() ? { place: "top" } : {});
}

const into = (section, place = {}) => section && { target: { ...targetOf(section), ...place }, title: titleOf(section) };

const linesOf = (section) => lines().filter((line) => sectionOf(line) === section);

function beside(section, step) {
  const all = [...board().querySelectorAll("section[data-section]")];
  return all[all.indexOf(section) + step];
}

async function stepColumn(cell, step) {
  const heads = [...cell.closest("table").tHead.rows[0].cells].filter((head) => head.dataset.key);
  const at = heads.indexOf(headOf(cell));
  const after = step < 0 ? heads[at - 2] : heads[at + 1];
  if (at < 1 || !after) return;
  try {
    await ask("PUT", `${boardPath()}/columns/${encodeURIComponent(heads[at].dataset.key)}/place`, { after: after.dataset.key, quiet: "yes" });
  } catch (error) {
    toast(error.sentence ?? document.getElementById("toasts").dataset.offline, { bad: true });
  }
}
