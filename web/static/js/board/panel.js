// The item beside the board: opened by its link, with an address of its own; Escape closes it.
import { toast } from "../toast.js";
import { board, boardId, boardPath, panel, parse, row } from "./dom.js";
import { focusCell } from "./focus.js";
import { refreshFooters } from "./footers.js";
import { ask } from "./http.js";
import { closePop } from "./pop.js";
import { mergeCell, refresh } from "./rows.js";

const place = () => document.getElementById("panel");
const isBeside = () => Boolean(board());

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  const link = event.target.closest?.(".items .open, #pop [data-act=open], .panel [data-step][href]");
  if (!link || !isBeside()) return;
  event.preventDefault();
  closePop();
  open(link.getAttribute("href"));
});

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-panel-close]")) leave();
  else if (event.target.closest?.("[data-panel-delete]")) remove();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented || !panel() || !isBeside()) return;
  if (document.querySelector(":popover-open:not(.toasts), dialog:modal")) return;
  if (!event.target.matches?.("input, textarea, select")) leave();
});

async function open(path) {
  try {
    show(await ask("GET", path.split("?")[0]));
    history.pushState({ htmx: true }, "", path.split("?")[0] + location.search);
    place().querySelector("[data-panel-close]").focus({ focusVisible: false });
  } catch (error) {
    toast(error.sentence ?? document.getElementById("toasts").dataset.offline, { bad: true });
  }
}

function show(fresh) {
  place().replaceChildren(typeof fresh === "string" ? parse(fresh) : fresh);
  place().hidden = false;
  document.querySelectorAll(".items > tr.shown").forEach((line) => line.classList.remove("shown"));
  row(panel().dataset.item)?.classList.add("shown");
  if (isBeside()) stepThroughTable();
  document.dispatchEvent(new CustomEvent("panel:shown"));
}

/** Previous and next follow what the table shows: its filter, its sort. */
function stepThroughTable() {
  const lines = [...board().querySelectorAll(".items > tr[data-item]")];
  const at = lines.indexOf(row(panel().dataset.item));
  if (at < 0) return;
  for (const step of panel().querySelectorAll("[data-step]")) {
    const next = lines[at + Number(step.dataset.step)];
    if (next) step.setAttribute("href", `/b/${boardId()}/i/${next.dataset.item}`);
    else step.removeAttribute("href");
    step.setAttribute("aria-disabled", String(!next));
  }
}

function leave() {
  if (!isBeside()) {
    location.assign(`/b/${boardId()}`);
    return;
  }
  const { item } = panel().dataset;
  close();
  history.pushState({ htmx: true }, "", `/b/${boardId()}${location.search}`);
  focusCell(row(item)?.querySelector("td:not(.c-pick)"));
}

function close() {
  place().hidden = true;
  place().replaceChildren();
  document.querySelectorAll(".items > tr.shown").forEach((line) => line.classList.remove("shown"));
}

async function remove() {
  const { item } = panel().dataset;
  try {
    await ask("POST", `${boardPath()}/deletions`, { ids: item });
    if (!isBeside()) return;
    leave();
    refresh([item]);
    refreshFooters();
  } catch (error) {
    toast(error.sentence ?? document.getElementById("toasts").dataset.offline, { bad: true });
  }
}

// After a cell of the panel was saved, and when the item has changed elsewhere.
document.addEventListener("panel:fresh", (event) => merge(event.detail, {}));
document.addEventListener("panel:stale", () => renew({ flash: false }));
document.addEventListener("board:items", (event) => {
  if (panel() && event.detail.items.includes(Number(panel().dataset.item))) renew({ flash: true });
});
document.addEventListener("board:shown", () => {
  if (panel()) renew({ flash: false });
});

async function renew({ flash }) {
  const { item } = panel().dataset;
  const fresh = await ask("GET", `/b/${boardId()}/i/${item}`).then(parse, () => null);
  if (!panel() || panel().dataset.item !== item) return;
  if (fresh) merge(fresh, { flash });
  else if (isBeside()) close();
}

function merge(fresh, { flash }) {
  const from = fresh.querySelector(".panel");
  if (!panel() || panel().dataset.item !== from.dataset.item) return;
  for (const cell of panel().querySelectorAll(".field-cell")) {
    const other = from.querySelector(`.field-cell[data-key="${CSS.escape(cell.dataset.key)}"]`);
    if (!other) return void show(fresh);
    mergeCell(cell, other, flash);
  }
  for (const name of ["version", "seq"]) panel().dataset[name] = from.dataset[name];
  panel().querySelector(".history").replaceChildren(...from.querySelector(".history").childNodes);
  document.dispatchEvent(new CustomEvent("panel:merged", { detail: from }));
}

// An item's page leads back to the board with the panel open.
const [, wanted] = location.hash.match(/^#item-(\d+)$/) ?? [];
if (wanted && isBeside()) open(`/b/${boardId()}/i/${wanted}`);

// Back and forward.
document.addEventListener("board:traversed", async () => {
  const [, item] = location.pathname.match(/\/i\/(\d+)$/) ?? [];
  if (!item) close();
  else if (panel()?.dataset.item !== item) await ask("GET", location.pathname).then(show, close);
});
