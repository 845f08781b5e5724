// What is typed and not yet saved outlives a reload of the page: kept in the tab until the server has answered.
import { boardId, make } from "./dom.js";

const name = () => `unsaved:${boardId()}`;

function read() {
  try {
    return JSON.parse(sessionStorage.getItem(name()) ?? "[]");
  } catch {
    return [];
  }
}

function write(changes) {
  if (changes.length) sessionStorage.setItem(name(), JSON.stringify(changes));
  else sessionStorage.removeItem(name());
}

const same = (one, other) => one.item === other.item && one.key === other.key;

/** Remember a change of a cell: `{item, key, value, version}`; a later one of the same cell takes its place. */
export function remember({ item, key, value, version }) {
  write([...read().filter((other) => !same(other, { item, key })), { item, key, value, version }]);
}

/** It is saved, or its reader knows that it is not. */
export function forget({ item, key, value }) {
  write(read().filter((other) => !(same(other, { item, key }) && String(other.value) === String(value))));
}

/** What an earlier page of this tab could not save, in the order in which it was typed. */
export const leftOver = read;

/** A row and a cell that stand for ones that are not drawn now. */
export function standIn({ item, key, version }) {
  const cell = make("td", { "data-column": key });
  make("tr", { "data-item": item, "data-version": version }, cell);
  return cell;
}
