// Rows of the table: fresh ones from the server take the place of old ones, cell by cell.
import { anchors, arrange } from "./arrange.js";
import { stray } from "./astray.js";
import { boardId, boardPath, board, headOf, looked, parse, query, row, rowOf } from "./dom.js";
import { ask } from "./http.js";
import { look } from "./scroll.js";
import { bodyOf, countOf, isBusy, itemsOf, recount, steady } from "./window.js";

/** Bring a row up to date. Cells that somebody is editing stay as they are, and are marked stale. */
export function merge(old, fresh, { flash = false } = {}) {
  if (old.cells.length !== fresh.cells.length) {
    old.replaceWith(fresh);
    return;
  }
  for (let place = 0; place < fresh.cells.length; place += 1) mergeCell(old.cells[place], fresh.cells[place], flash);
  old.dataset.version = fresh.dataset.version;
  old.dataset.rank = fresh.dataset.rank;
  repaint(old, fresh);
}

/** The colours that the view's rules give to an item or a cell. */
function repaint(old, fresh) {
  for (const name of ["data-paint", "data-edge"]) {
    if (fresh.hasAttribute(name)) old.setAttribute(name, fresh.getAttribute(name));
    else old.removeAttribute(name);
  }
}

export function mergeCell(old, fresh, flash) {
  if (old.matches(".c-pick, .c-menu")) return;
  repaint(old, fresh);
  if (old.innerHTML === fresh.innerHTML && old.dataset.value === fresh.dataset.value) return;
  if ("busy" in old.dataset) {
    old.dataset.stale = "";
    return;
  }
  old.replaceChildren(...fresh.childNodes);
  if (fresh.dataset.value === undefined) delete old.dataset.value;
  else old.dataset.value = fresh.dataset.value;
  if (flash) flashCell(old);
}

export function flashCell(cell) {
  cell.classList.remove("flash");
  cell.getBoundingClientRect();
  cell.classList.add("flash");
  cell.addEventListener("animationend", () => cell.classList.remove("flash"), { once: true });
}

const AT_ONCE = 40;

/** Ask for rows by the ids of their items, and show what became of them: where they stand, or that they are gone. */
export async function refresh(ids, { flash = false } = {}) {
  if (!ids.length || !board()) return;
  if (ids.length > AT_ONCE) return void document.dispatchEvent(new CustomEvent("board:outdated"));
  const parts = { ids: ids.join(","), anchors: anchors(ids).join(",") };
  const fresh = parse(await ask("GET", `${boardPath()}/rows${query(parts)}`));
  if (!board()) return;
  let known = true;
  steady(() => (known = arrange(fresh, ids, { flash })));
  look();
  if (!known) document.dispatchEvent(new CustomEvent("board:outdated"));
}

export function sectionNamed(name) {
  return [...board().querySelectorAll("section[data-section]")].find((section) => section.dataset.section === name);
}

/** A new item's row: in manual order by its rank, else at the end until the reader goes on. Its place may be in a gap. */
export function insert(line, section) {
  const next = isManual() && itemsOf(section).find((other) => other.dataset.rank > line.dataset.rank);
  if (next) next.before(line);
  else if (isManual() && bodyOf(section).lastElementChild?.matches(".gap")) recount(section, countOf(section) + 1);
  else bodyOf(section).append(line);
  if (isManual()) return;
  line.dataset.added = "";
  stray(line, "moves");
}

export function removeRow(line) {
  if (!line || isBusy(line)) return;
  line.remove();
  document.dispatchEvent(new CustomEvent("board:thinned", { detail: { item: line.dataset.item } }));
}

export function isManual() {
  const { sort, group } = looked();
  return !sort && !group;
}

/** Whether the sections are those of a grouped table, whose values an item takes on in them. */
export const isGrouped = () => Boolean(looked().group);

/** A cell as the server has it now. */
export async function freshCell(cell) {
  const { item } = rowOf(cell).dataset;
  if (cell.dataset.key) {
    const fresh = parse(await ask("GET", `/b/${boardId()}/i/${item}`));
    return fresh.querySelector(`.field-cell[data-key="${CSS.escape(cell.dataset.key)}"]`);
  }
  const fresh = parse(await ask("GET", `${boardPath()}/rows${query({ ids: item })}`));
  return fresh.querySelector("tr")?.cells[cell.cellIndex];
}

/** The cell of an item in a column, if the table shows it. */
export function cellAt(id, key) {
  const line = row(id);
  return line && [...line.cells].find((cell) => headOf(cell)?.dataset.key === key);
}
