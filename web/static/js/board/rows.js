// Rows of the table: fresh ones from the server take the place of old ones, cell by cell.
import { boardId, boardPath, board, headOf, parse, query, row, rowOf, sectionOf } from "./dom.js";
import { ask } from "./http.js";

/** Bring a row up to date. Cells that somebody is editing stay as they are, and are marked stale. */
export function merge(old, fresh, { flash = false } = {}) {
  if (old.cells.length !== fresh.cells.length) {
    old.replaceWith(fresh);
    return;
  }
  for (let place = 0; place < fresh.cells.length; place += 1) mergeCell(old.cells[place], fresh.cells[place], flash);
  old.dataset.version = fresh.dataset.version;
  old.dataset.rank = fresh.dataset.rank;
}

export function mergeCell(old, fresh, flash) {
  if (old.matches(".c-pick, .c-menu")) return;
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

/** Ask for rows by the ids of their items, and show what became of them. */
export async function refresh(ids, { flash = false } = {}) {
  if (!ids.length || !board()) return;
  const fresh = parse(await ask("GET", `${boardPath()}/rows${query({ ids: ids.join(",") })}`));
  const unknown = [];
  const found = new Set();
  for (const tbody of fresh.querySelectorAll("tbody")) {
    const section = sectionNamed(tbody.dataset.section);
    for (const line of [...tbody.rows]) {
      found.add(line.dataset.item);
      if (section) settle(line, section, flash);
      else unknown.push(line);
    }
  }
  for (const id of ids) if (!found.has(String(id))) removeRow(row(id));
  if (unknown.length) document.dispatchEvent(new CustomEvent("board:outdated"));
}

export function sectionNamed(name) {
  return [...board().querySelectorAll("section[data-section]")].find((section) => section.dataset.section === name);
}

/** Put a row where it belongs: in place, in another section, or among those that are shown. */
function settle(line, section, flash) {
  const old = row(line.dataset.item);
  const manual = isManual();
  if (old && sectionOf(old) === section && (!manual || old.dataset.rank === line.dataset.rank)) {
    merge(old, line, { flash });
    return;
  }
  if (old && isBusy(old)) return;
  if (old) old.remove();
  insert(line, section);
  if (flash) [...line.cells].forEach(flashCell);
}

/** In manual order by rank; else at the end of what is shown. Not at all where its place is not drawn yet. */
export function insert(line, section) {
  const body = section.querySelector("tbody.items");
  const lines = [...body.querySelectorAll(":scope > tr[data-item]")];
  const next = isManual() ? lines.find((other) => other.dataset.rank > line.dataset.rank) : null;
  const later = body.querySelector(":scope > .later");
  if (next) next.before(line);
  else if (!later) body.append(line);
  else if (!isManual()) later.before(line);
}

export function removeRow(line) {
  if (!line || isBusy(line)) return;
  line.remove();
  document.dispatchEvent(new CustomEvent("board:thinned"));
}

const isBusy = (line) => line.querySelector("[data-busy]") !== null;

export function isManual() {
  const params = new URLSearchParams(location.search);
  return !params.has("sort") && !params.has("group");
}

/** The totals and counts under every section, as they are now. */
export async function refreshFooters() {
  if (!board()) return;
  const fresh = parse(await ask("GET", `${boardPath()}/footers${query()}`));
  for (const foot of fresh.querySelectorAll("tfoot")) {
    const section = sectionNamed(foot.dataset.footer);
    if (!section) continue;
    section.querySelector("tfoot").replaceWith(foot);
    section.dataset.count = foot.dataset.count;
    section.querySelector(".count").textContent = fresh.querySelector(`[data-count-of="${CSS.escape(foot.dataset.footer)}"]`).textContent;
  }
  for (const tally of fresh.querySelectorAll("[data-tally]")) {
    board().querySelector(`[data-tally="${CSS.escape(tally.dataset.tally)}"]`)?.replaceWith(tally);
  }
}

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
