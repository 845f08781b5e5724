// Rows put where the server says that their items stand: the places of changed items, and of an anchor in every run of
// rows, tell how long the gaps between the runs are now.
import { holdsReader, settled, stray } from "./astray.js";
import { row, sectionOf } from "./dom.js";
import { flashCell, isManual, merge, removeRow, sectionNamed } from "./rows.js";
import { bodyOf, gap, isBusy, isGap, itemsOf, mustStay, recount, resize, sections, sizeOf, unload } from "./window.js";

/** Of each run of rows behind a gap the first item that is not among those that changed. */
export function anchors(ids) {
  const changed = new Set(ids.map(String));
  const behindGaps = sections({ folded: true }).flatMap((section) => runsOf(section).filter(({ gapped }) => gapped));
  return behindGaps.map(({ lines }) => lines.find((line) => !changed.has(line.dataset.item))?.dataset.item).filter(Boolean);
}

/** The rows between the gaps of a section: `gapped` says whether there is a gap before them. */
function runsOf(section) {
  const runs = [];
  let gapped = false;
  let run = null;
  for (const line of bodyOf(section).children) {
    if (isGap(line)) [gapped, run] = [true, null];
    else if (sizeOf(line)) {
      if (!run) runs.push((run = { lines: [], gapped }));
      run.lines.push(line);
    }
  }
  return runs;
}

/** Show what the server told about the items `ids`; false where a section is not on the page. */
export function arrange(fresh, ids, { flash = false } = {}) {
  const told = [...fresh.querySelectorAll("tbody")].map(read);
  const hidden = fresh.querySelector("table").dataset.hidden.split(",");
  const found = new Map(told.flatMap((part) => part.lines.map((line) => [line.dataset.item, { line, ...part }])));
  const arriving = [];
  for (const id of ids.map(String)) {
    const [old, to] = [row(id), found.get(id)];
    if (!to) leave(old, hidden.includes(id));
    else if (old && to.section === sectionOf(old) && stays(old, to)) settle(old, to.line, flash);
    else if (old && (holdsReader(old) || isBusy(old))) wait(old, to.line);
    else {
      old?.remove();
      if (to.section) arriving.push({ ...to, place: to.places[id] });
    }
  }
  arriving.sort((one, other) => one.place - other.place);
  for (const part of told) if (part.section) close(part, arriving.filter(({ section }) => section === part.section), flash);
  return told.every(({ section }) => section);
}

function read(tbody) {
  const { section, places, count } = tbody.dataset;
  return { section: sectionNamed(section), places: JSON.parse(places), count: Number(count), lines: [...tbody.rows] };
}

/** What the filter hides stays while the reader is in it; what is deleted goes. */
function leave(old, isHidden) {
  if (old && isHidden && (holdsReader(old) || isBusy(old))) stray(old, "leaves");
  else removeRow(old);
}

/** It will go elsewhere as soon as the reader goes on. */
function wait(old, line) {
  merge(old, line);
  stray(old, "moves");
}

function settle(old, line, flash) {
  settled(old);
  merge(old, line, { flash });
}

function stays(old, { line, section, places }) {
  if (isManual() && old.dataset.rank === line.dataset.rank) return true;
  const run = runsOf(section).find(({ lines }) => lines.includes(old));
  const start = run && startOf(run, places, old);
  return start !== undefined && start + run.lines.indexOf(old) === places[old.dataset.item];
}

/** The place of a run's first row, by the first of its other rows whose place is known. */
function startOf({ lines, gapped }, places, except = null) {
  if (!gapped) return 0;
  const at = lines.findIndex((line) => line !== except && line.dataset.item in places);
  return at < 0 ? undefined : places[lines[at].dataset.item] - at;
}

/** Insert the rows that arrive, and make the gaps as long as they must be. */
function close({ section, places, count }, arriving, flash) {
  for (const { line, place } of arriving) {
    insertAt(section, line, place, places);
    if (flash && line.isConnected) [...line.cells].forEach((cell) => flashCell(cell));
  }
  let end = 0;
  for (const run of runsOf(section)) {
    const start = startOf(run, places);
    if (start === undefined || start < end) return void forget(section, count);
    setGap(section, run.lines[0], start - end);
    end = start + run.lines.length;
  }
  recount(section, count);
}

/** Next to the rows between which it belongs; not at all in a gap. */
function insertAt(section, line, place, places) {
  const runs = runsOf(section);
  if (!runs.length && !bodyOf(section).querySelector(":scope > .gap")) bodyOf(section).append(line);
  for (const run of runs) {
    const start = startOf(run, places);
    if (start === undefined || place < start - 1 || place > start + run.lines.length) continue;
    const next = run.lines[Math.max(0, place - start)];
    if (next) next.before(line);
    else run.lines.at(-1).after(line);
    return;
  }
}

function setGap(section, first, size) {
  const before = first.previousElementSibling;
  if (before && isGap(before)) resize(before, size);
  else first.before(...gap(section, size));
}

/** Nothing is known any more about where the rows stand: they are loaded again. */
function forget(section, count) {
  unload(itemsOf(section).filter((line) => !mustStay(line)));
  recount(section, count);
}
