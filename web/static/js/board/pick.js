// Several items at once, and the menu of one: open, move to a group, delete.
import { toast } from "../toast.js";
import { board, boardPath, cellOf, make, mayEdit, row, rowOf, say, sectionOf } from "./dom.js";
import { draftBeside } from "./add.js";
import { focusCell, neighbour } from "./focus.js";
import { refreshFooters } from "./footers.js";
import { ask } from "./http.js";
import { askPlace, mayMove } from "./move.js";
import { edit } from "./edits.js";
import { closePop, openEntries, openPop } from "./pop.js";
import { block } from "./range.js";
import { isGrouped, isManual, refresh } from "./rows.js";
import { draw, forget, idsBetween, isAll, pick, pickAll, pickNone, pickedIds, size, total } from "./selection.js";
import { countOf, gapsOf, itemsOf, placeOf } from "./window.js";

const bar = () => document.getElementById("selection");
const MANY = 200;

let last = null;
let acted = [];
let view = location.search;

document.addEventListener("click", (event) => {
  const box = event.target.closest?.(".items .c-pick input");
  if (box) pickLine(rowOf(box), box.checked, event.shiftKey);
  const all = event.target.closest?.("[data-pick-all]");
  if (all) pickSection(sectionOf(all), all.checked);
});

async function pickLine(line, on, through) {
  const from = through && last !== line.dataset.item ? row(last) : null;
  last = line.dataset.item;
  if (from && sectionOf(from) === sectionOf(line)) {
    const [start, end] = [placeOf(from), placeOf(line)].sort((one, other) => one - other);
    pick(await idsBetween(sectionOf(line), start, end + 1), on);
  } else pick([line.dataset.item], on);
}

async function pickSection(section, on) {
  const whole = gapsOf(section).length ? await idsBetween(section, 0, countOf(section)) : itemsOf(section).map((line) => line.dataset.item);
  pick(whole, on);
}

document.addEventListener("board:picked", () => {
  const count = size();
  board().classList.toggle("picking", count > 0);
  bar().hidden = !count;
  bar().querySelector("[data-selected]").textContent = say("selected", { count: count.toLocaleString(document.documentElement.lang) });
  const every = bar().querySelector("[data-bulk=all]");
  every.hidden = count >= total();
  every.textContent = say("selectAll", { count: total().toLocaleString(document.documentElement.lang) });
  for (const button of bar().querySelectorAll("[data-few]")) button.hidden = isAll() || count > MANY;
});

document.addEventListener("keydown", (event) => {
  const cell = cellOf(event.target);
  if (event.key === " " && mayEdit() && event.shiftKey && (event.ctrlKey || event.metaKey) && cell === event.target && cell.matches("td")) {
    const on = !rowOf(cell).classList.contains("picked");
    pick(block().rows.map((line) => line.dataset.item), on);
    last = rowOf(cell).dataset.item;
    event.preventDefault();
  }
});

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-bulk]");
  if (!button) return;
  acted = pickedIds();
  if (button.dataset.bulk === "none") pickNone();
  else if (button.dataset.bulk === "all") pickAll();
  else if (button.dataset.bulk === "set") openPop(button, `${boardPath()}/edits/new`);
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
  acted = line.classList.contains("picked") && !isAll() ? pickedIds() : [line.dataset.item];
  openEntries(entries({ line }), area);
}

function entries({ line, bulk = false }) {
  const menu = document.getElementById("item-menu").content.cloneNode(true);
  const opening = menu.querySelector("[data-act=open]");
  if (line) opening.href = line.querySelector(".open").href;
  if (bulk) menu.querySelectorAll("[data-single], [data-act=delete], [data-act=copy], hr").forEach((entry) => entry.remove());
  const impossible = isManual() ? "" : isGrouped() ? "[data-ordered]" : "[data-ordered], [data-act=place]";
  if (impossible) menu.querySelectorAll(impossible).forEach((entry) => entry.remove());
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
  else if (isAll() || acted.length > MANY) await edit(verb === "delete" ? { do: "delete" } : { do: "group", to });
  else await change(verb, to);
}

async function change(verb, to) {
  const ids = acted.join(",");
  const next = afterwards();
  try {
    if (verb === "delete") await ask("POST", `${boardPath()}/deletions`, { ids });
    else if (verb === "copy") await ask("POST", `${boardPath()}/copies`, { ids });
    else await ask("POST", `${boardPath()}/placements`, { ids, to });
    pickNone();
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

// What is selected stays so while the view is the same.
document.addEventListener("board:shown", () => {
  if (!bar()) return;
  if (view === location.search) draw();
  else pickNone();
  view = location.search;
});
document.addEventListener("board:thinned", (event) => bar() && forget([event.detail.item]));
