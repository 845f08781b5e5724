// Scrolling: gaps near the window are filled, rows far from it are unloaded; jumping to a place loads what is there.
import { board, boardPath, parse, query } from "./dom.js";
import { ask } from "./http.js";
import { fill, firstInSight, gapsOf, heightOf, lineAt, mustStay, placeOf, sections, sizeOf, steady, unload, isGap } from "./window.js";

const BLOCK = 50;
const AT_MOST = 200;
const KEPT = 500;
const PACE = 60;
const AGAIN = 3000;

let running = null;
let frame = null;
let resting = null;
let started = 0;

document.addEventListener("scroll", (event) => event.target === board() && look(), { capture: true, passive: true });
window.addEventListener("resize", look);
document.addEventListener("board:shown", look);

/** Load what is missing near the window, at the next frame. */
export function look() {
  frame ??= requestAnimationFrame(() => {
    frame = null;
    if (board()) advance();
  });
  clearTimeout(resting);
  resting = setTimeout(unloadFar, 200);
}

function advance() {
  const wanted = missing();
  if (!wanted || (running && overlap(running, wanted))) return;
  const wait = started + PACE - performance.now();
  if (wait > 0) setTimeout(look, wait);
  else load(wanted).then(look, () => setTimeout(look, AGAIN));
}

const overlap = (one, other) => one.section === other.section && one.start < other.start + other.count && other.start < one.start + one.count;

/** The part of a gap that is near the window, the nearest first: `{section, start, count}`. */
function missing() {
  const { top, bottom, height } = board().getBoundingClientRect();
  let best = null;
  for (const section of sections()) {
    for (const line of gapsOf(section)) {
      const area = line.getBoundingClientRect();
      const far = Math.max(area.top - bottom, top - area.bottom);
      if (far > height || (best && best.far <= far)) continue;
      best = { section, far, ...part(line, area, top - height, bottom + height) };
    }
  }
  return best;
}

/** Whole blocks of a gap between two heights of the window. */
function part(line, area, top, bottom) {
  const first = placeOf(line);
  const end = first + sizeOf(line);
  const one = area.height / sizeOf(line);
  const from = first + Math.floor(Math.max(0, top - area.top) / one);
  const to = first + Math.ceil((Math.min(bottom, area.bottom) - area.top) / one);
  const start = Math.max(first, Math.floor(from / BLOCK) * BLOCK);
  return { start, count: Math.max(1, Math.min(end, Math.ceil(to / BLOCK) * BLOCK, start + AT_MOST) - start) };
}

async function load(wanted) {
  running = wanted;
  started = performance.now();
  const { section, start, count } = wanted;
  try {
    const found = parse(await ask("GET", `${boardPath()}/items${query({ section: section.dataset.section, start, limit: count })}`));
    if (section.isConnected) steady(() => fill(section, start, count, [...found.querySelectorAll("tr[data-item]")]));
    unloadFar();
  } finally {
    if (running === wanted) running = null;
  }
}

/** Rows further away than the reader scrolls in a moment leave the page. */
function unloadFar() {
  if (!board()) return;
  const lines = [...board().querySelectorAll(".items > tr[data-item]")];
  if (lines.length <= KEPT) return;
  const { top, bottom, height } = board().getBoundingClientRect();
  const far = lines.filter((line) => {
    const area = line.getBoundingClientRect();
    return (area.bottom < top - 3 * height || area.top > bottom + 3 * height) && !mustStay(line);
  });
  steady(() => unload(far));
}

/** The row at a place of a section, loaded if it is not in the page; null where there is none. */
export async function reach(section, place) {
  for (let tries = 0; tries < 3; tries += 1) {
    const line = lineAt(section, place);
    if (!line || !isGap(line)) return line;
    const first = placeOf(line);
    const start = Math.max(first, place - BLOCK);
    await load({ section, start, count: Math.min(first + sizeOf(line), place + BLOCK) - start });
  }
  return null;
}

/** Where the reader is, `4950:g12`: the place and section of the first row or gap in sight. */
export function spot() {
  const line = firstInSight();
  const top = board().getBoundingClientRect().top + 36;
  for (const section of sections()) {
    const area = section.getBoundingClientRect();
    if (area.bottom <= top) continue;
    if (line && section.contains(line) && !inGap(section, top)) return `${placeOf(line)}:${section.dataset.section}`;
    return `${placeIn(section, top)}:${section.dataset.section}`;
  }
  return "";
}

const inGap = (section, top) => gapsOf(section).some((line) => covers(line.getBoundingClientRect(), top));
const covers = (area, top) => area.top <= top && area.bottom > top;

function placeIn(section, top) {
  const line = gapsOf(section).find((one) => covers(one.getBoundingClientRect(), top));
  if (!line) return 0;
  return placeOf(line) + Math.floor((top - line.getBoundingClientRect().top) / heightOf(section));
}
