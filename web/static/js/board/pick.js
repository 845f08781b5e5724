// Several items at once, and the menu of one: open, move to a group, delete.
import { toast } from "../toast.js";
import { board, boardPath, cellOf, make, rowOf, say, sectionOf } from "./dom.js";
import { draftBeside } from "./add.js";
import { focusCell, neighbour } from "./focus.js";
import { ask } from "./http.js";
import { askPlace, mayMove } from "./move.js";
import { closePop, openEntries } from "./pop.js";
import { block } from "./range.js";
import { isManual, refresh, refreshFooters } from "./rows.js";

const bar = () => document.getElementById("selection");
const picked = () => [...board().querySelectorAll(".items > tr.picked")];

let last = null;
let acted = [];

document.addEventListener("click", (event) => {
  const box = event.target.closest?.(".items .c-pick input");
  if (box) pick(rowOf(box), box.checked, event.shiftKey);
  const all = event.target.closest?.("[data-pick-all]");
  if (all) sectionOf(all).querySelectorAll(".items > tr[data-item]").forEach((line) => mark(line, all.checked));
  if (box || all) tell();
});

function pick(line, on, through) {
  const lines = [...board().querySelectorAll(".items > tr[data-item]")];
  const [from, to] = [lines.indexOf(last), lines.indexOf(line)].sort((a, b) => a - b);
  if (through && from >= 0) lines.slice(from, to + 1).forEach((one) => mark(one, on));
  else mark(line, on);
  last = line;
}

function mark(line, on) {
  line.classList.toggle("picked", on);
  line.querySelector(".c-pick input").checked = on;
}

function tell() {
  const count = picked().length;
  board().classList.toggle("picking", count > 0);
  bar().hidden = !count;
  bar().querySelector("[data-selected]").textContent = say("selected", { count });
}

function clear() {
  picked().forEach((line) => mark(line, false));
  board().querySelectorAll("[data-pick-all]").forEach((box) => (box.checked = false));
  tell();
}

document.addEventListener("keydown", (event) => {
  const cell = cellOf(event.target);
  if (event.key === " " && event.shiftKey && (event.ctrlKey || event.metaKey) && cell === event.target && cell.matches("td")) {
    const on = !rowOf(cell).classList.contains("picked");
    block().rows.forEach((line) => mark(line, on));
    last = rowOf(cell);
    tell();
    event.preventDefault();
  }
});

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-bulk]");
  if (!button) return;
  acted = picked().map((line) => line.dataset.item);
  if (button.dataset.bulk === "none") clear();
  else if (["delete", "copy", "place"].includes(button.dataset.bulk)) act(button.dataset.bulk);
  else openEntries(entries({ bulk: true }), button.getBoundingClientRect());
});

// ---- the menu of one item ----

document.addEventListener("click", (event) => {
  const more = event.target.closest?.(".items .more");
  if (more) openMenu(rowOf(more), more.getBoundingClientRect());
});

document.addEventListener("contextmenu", (event) => {
  const line = event.target.closest?.(".items > tr[data-item]");
  if (!line || event.target.closest("input, textarea")) return;
  event.preventDefault();
  const byKey = event.button !== 2 || (event.clientX === 0 && event.clientY === 0);
  const area = byKey ? event.target.getBoundingClientRect() : { left: event.clientX, top: event.clientY, bottom: event.clientY };
  // while the button is down, letting go of it would close the menu again
  if (event.buttons) document.addEventListener("pointerup", () => setTimeout(() => openMenu(line, area)), { once: true });
  else openMenu(line, area);
});

function openMenu(line, area) {
  acted = line.classList.contains("picked") ? picked().map((one) => one.dataset.item) : [line.dataset.item];
  openEntries(entries({ line }), area);
}

function entries({ line, bulk = false }) {
  const menu = document.getElementById("item-menu").content.cloneNode(true);
  const opening = menu.querySelector("[data-act=open]");
  if (line) opening.href = line.querySelector(".open").href;
  if (bulk) menu.querySelectorAll("[data-single], [data-act=delete], [data-act=copy], hr").forEach((entry) => entry.remove());
  if (!isManual()) menu.querySelectorAll("[data-ordered]").forEach((entry) => entry.remove());
  const own = line && sectionOf(line).dataset.group;
  menu.querySelector(`[data-to="${own}"]`)?.remove();
  if (!menu.querySelector("[data-act]")) menu.append(make("p", { class: "hint padded", text: say("noGroups") }));
  return menu;
}

document.addEventListener("click", (event) => {
  const entry = event.target.closest?.("#pop [data-act]");
  if (!entry || entry.dataset.act === "open") return;
  closePop();
  act(entry.dataset.act, entry.dataset.to);
});

async function act(verb, to) {
  if (verb === "above" || verb === "below") draftBeside(document.getElementById(`i${acted[0]}`), verb);
  else if (verb === "place") await (mayMove() && askPlace(acted));
  else await change(verb, to);
}

async function change(verb, to) {
  const ids = acted.join(",");
  const next = afterwards();
  try {
    if (verb === "delete") await ask("POST", `${boardPath()}/deletions`, { ids });
    else if (verb === "copy") await ask("POST", `${boardPath()}/copies`, { ids });
    else await ask("POST", `${boardPath()}/placements`, { ids, to });
    clear();
    await refresh(ids.split(","));
    refreshFooters();
    if (next?.isConnected) focusCell(next);
  } catch (error) {
    toast(error.sentence ?? document.getElementById("toasts").dataset.offline, { bad: true });
  }
}

/** Where the focus goes when the rows are gone. */
function afterwards() {
  const line = document.getElementById(`i${acted[0]}`);
  const cell = line?.querySelector("td:not(.c-pick)");
  return cell && [neighbour(cell, 1, 0), neighbour(cell, -1, 0)].find((one) => rowOf(one) && !acted.includes(rowOf(one).dataset.item));
}

document.addEventListener("board:shown", () => bar() && clear());
document.addEventListener("board:thinned", () => bar() && tell());
