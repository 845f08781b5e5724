// @ in an update opens a list of the people who may see the board: letters narrow it, arrows and Enter choose.
import { boardPath, make, parse } from "./dom.js";
import { ask } from "./http.js";
import { place } from "../menu.js";
import { attachmentOf } from "./trix.js";

const BEGUN = /(?:^|[\s\uFFFC(])@([\p{L}\p{N}.'’-]{0,30}(?: [\p{L}\p{N}.'’-]{0,30})?)$/u;
const MOST = 8;
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

let people = null;
let list = null;

/** What stands before the caret behind an @, and where it begins; null when no mention has begun. */
function begun(editor) {
  const [from, to] = editor.editor.getSelectedRange();
  if (from !== to) return null;
  const found = editor.editor.getDocument().toString().slice(0, to).match(BEGUN);
  return found && { words: found[1], from: to - found[1].length - 1, to };
}

export async function suggest(editor) {
  const at = begun(editor);
  if (!at) return close();
  people ??= ask("GET", `${boardPath()}/people`);
  const all = [...parse(await people.catch(() => ((people = null), ""))).children];
  const words = fold(at.words).split(/\s+/).filter(Boolean);
  const fitting = all.filter((one) => words.every((word) => fold(one.dataset.find).split(/[\s@.]+/).some((part) => part.startsWith(word))));
  if (!fitting.length || !editor.isConnected) return close();
  show(editor, at, fitting.slice(0, MOST));
}

function show(editor, at, options) {
  list ??= document.body.appendChild(make("div", { class: "menu mentions", popover: "manual", role: "listbox", id: "mentions" }));
  list.replaceChildren(...options);
  list.editor = editor;
  if (!list.matches(":popover-open")) list.showPopover();
  place(list, editor.editor.getClientRectAtPosition(at.from) ?? editor.getBoundingClientRect());
  editor.setAttribute("aria-controls", list.id);
  choose(0);
}

export function close() {
  if (!list) return;
  list.editor?.removeAttribute("aria-activedescendant");
  list.remove();
  list = null;
}

const options = () => [...list.children];
const chosen = () => options().findIndex((one) => one.getAttribute("aria-selected") === "true");

function choose(number) {
  const wanted = options()[(number + options().length) % options().length];
  for (const one of options()) one.setAttribute("aria-selected", String(one === wanted));
  wanted.scrollIntoView({ block: "nearest" });
  list.editor.setAttribute("aria-activedescendant", wanted.id);
}

function insert(option) {
  const { editor } = list;
  const at = begun(editor);
  close();
  if (!at) return;
  editor.editor.setSelectedRange([at.from, at.to]);
  editor.editor.insertAttachment(new window.Trix.Attachment(attachmentOf(option.dataset.user, `@${option.dataset.name}`)));
  editor.editor.insertString(" ");
  editor.focus();
}

/** Whether the key was for the list. */
export function onKey(event) {
  if (!list || list.editor !== event.target) return false;
  if (event.key === "ArrowDown") choose(chosen() + 1);
  else if (event.key === "ArrowUp") choose(chosen() - 1);
  else if ((event.key === "Enter" || event.key === "Tab") && !event.ctrlKey && !event.metaKey) insert(options()[chosen()]);
  else if (event.key === "Escape") close();
  else return false;
  return true;
}

document.addEventListener("pointerdown", (event) => {
  const option = event.target.closest?.("#mentions [role=option]");
  if (option) {
    event.preventDefault();
    insert(option);
  } else close();
});
