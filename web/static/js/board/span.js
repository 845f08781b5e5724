// Items in a row of the page, in the page or not: what a block covers is loaded where gaps stand for it.
import { toast } from "../toast.js";
import { boardPath, parse, query, say, sectionOf } from "./dom.js";
import { ask } from "./http.js";
import { bodyOf, isGap, placeOf, sections, sizeOf } from "./window.js";

const AT_ONCE = 200;
const MOST = 50000;

/** The rows and gaps of all open sections, in the order of the page. */
const everything = () => sections().flatMap((section) => [...bodyOf(section).children].filter(sizeOf));

function between(first, last) {
  const all = everything();
  const [from, to] = [all.indexOf(first), all.indexOf(last)];
  return from < 0 || to < 0 ? [] : all.slice(Math.min(from, to), Math.max(from, to) + 1);
}

/** How many items stand from one row to another. */
export const countBetween = (first, last) => between(first, last).reduce((total, line) => total + sizeOf(line), 0);

export const isLoaded = (first, last) => !between(first, last).some(isGap);

/** All rows from one to another, those that are not in the page fetched for it; null (and a sentence) if they are too many. */
export function rowsBetween(first, last, columns = 1) {
  if (countBetween(first, last) * columns > MOST) {
    toast(say("tooMany", { count: MOST.toLocaleString(document.documentElement.lang) }), { bad: true });
    return null;
  }
  return collect(between(first, last), Infinity);
}

/** So many rows from one on; fewer at the end of the table. */
export function rowsFrom(line, count) {
  const all = everything();
  return collect(all.slice(all.indexOf(line)), count);
}

async function collect(lines, count) {
  const rows = [];
  for (const line of lines) {
    if (rows.length >= count) break;
    if (isGap(line)) rows.push(...(await fetchGap(line, count - rows.length)));
    else rows.push(line);
  }
  return rows;
}

async function fetchGap(line, count) {
  const section = sectionOf(line).dataset.section;
  const start = placeOf(line);
  const end = start + Math.min(count, sizeOf(line));
  const found = [];
  for (let place = start; place < end; place += AT_ONCE) {
    const parts = { section, start: place, limit: Math.min(AT_ONCE, end - place) };
    found.push(...parse(await ask("GET", `${boardPath()}/items${query(parts)}`)).querySelectorAll("tr[data-item]"));
  }
  return found;
}
