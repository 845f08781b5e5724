// New items: typed in the line under a group, or in a first line at the top of the board.
import { toast } from "../toast.js";
import { board, boardPath, looked, make, parse, query, row, say, sectionOf } from "./dom.js";
import { refreshFooters } from "./footers.js";
import { ask, Problem } from "./http.js";
import { asksForMore, complete } from "./item_form.js";
import { patiently } from "./patience.js";
import { insert, isManual, refresh, sectionNamed } from "./rows.js";

document.addEventListener("keydown", (event) => {
  const input = event.target;
  if (!input.matches?.("[data-add]") || event.isComposing) return;
  if (event.key === "Enter") add(input);
  else if (event.key === "Escape") giveUp(input);
  else return;
  event.preventDefault();
  event.stopPropagation();
});

let before = Promise.resolve();

/** The line is free for the next name at once; what is refused comes back into it. */
function add(input) {
  const name = input.value.trim();
  if (!name) return;
  const section = sectionOf(input);
  const draft = input.closest(".draft");
  input.value = "";
  before = before.then(() => send(input, { name, section: section.dataset.section, ...placeFor(draft) }));
}

/** A line at the top of a group adds there, one beside an item behind what stands before it. */
function placeFor(draft) {
  if (!draft) return {};
  return draft.dataset.after ? { after: draft.dataset.after } : { top: "1" };
}

async function send(input, fields) {
  try {
    const line = await create(fields);
    if (!line) return giveBack(input, fields);
    place(line, sectionNamed(fields.section), fields.top);
    refreshFooters();
    await tellIfHidden(line.dataset.item);
  } catch (error) {
    giveBack(input, fields);
    toast(error instanceof Problem ? error.sentence : document.getElementById("toasts").dataset.offline, { bad: true });
  }
}

/** The new row; null where the board wants more values and the reader gives up. */
async function create(fields) {
  try {
    return parse(await patiently(() => ask("POST", `${boardPath()}/items${query()}`, fields), { once: true })).querySelector("tr");
  } catch (error) {
    if (asksForMore(error)) return complete(fields, error);
    throw error;
  }
}

function giveBack(input, fields) {
  const free = input.isConnected ? input : sectionNamed(fields.section)?.querySelector(".adding [data-add]");
  if (free && !free.value) free.value = fields.name;
}

/** Whoever adds an item under a filter that it does not meet is told why it is not there. */
async function tellIfHidden(id) {
  const { filter, q } = looked();
  if (!filter && !q) return;
  await refresh([id]);
  if (!row(id)) toast(say("filtered"));
}

function place(line, section, top) {
  document.getElementById(line.id)?.remove();
  if (!section) return;
  const draft = section.querySelector(".draft");
  if (draft && "after" in draft.dataset) goOn(draft, line, section);
  else if (top && draft) draft.after(line);
  else if (top && !isManual()) section.querySelector("tbody.items").prepend(line);
  else insert(line, section);
  board().querySelector(".board-note")?.remove();
}

/** The line for the next name goes on behind the item that was just added. */
function goOn(draft, line, section) {
  insert(line, section);
  draft.dataset.after = line.dataset.item;
  const typing = draft.contains(document.activeElement);
  if (line.isConnected) line.after(draft);
  if (typing) draft.querySelector("input").focus();
}

function giveUp(input) {
  input.value = "";
  const draft = input.closest(".draft");
  if (draft) draft.remove();
  else input.blur();
}

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-new-item]")) startDraft();
});

/** An empty line at the top of the first open group; without groups in sight, the search hides them. */
function startDraft() {
  const section = board().querySelector("section.group:not(.folded)") ?? board().querySelector("section.group");
  if (!section) return;
  section.classList.remove("folded");
  const line = draftOf(section);
  section.querySelector("tbody.items").prepend(line);
  board().scrollTo({ top: 0, left: 0 });
  line.querySelector("input").focus();
}

/** An empty line above or below an item; what is typed into it becomes items there, one after another. */
export function draftBeside(beside, side) {
  const section = sectionOf(beside);
  const line = draftOf(section);
  const before = side === "below" ? beside : previousItem(beside);
  line.dataset.after = before?.dataset.item ?? "";
  beside[side === "below" ? "after" : "before"](line);
  line.querySelector("input").focus();
}

function previousItem(line) {
  const previous = line.previousElementSibling;
  return previous?.dataset.item ? previous : null;
}

function draftOf(section) {
  section.querySelector(".draft")?.remove();
  const columns = section.querySelector("thead tr").cells.length;
  const input = make("input", { "data-add": true, maxlength: "255", autocomplete: "off", placeholder: say("newName"), "aria-label": say("newName") });
  return make("tr", { class: "draft" }, make("td", { class: "c-pick" }), make("td", { class: "c-add", colspan: columns - 1 }, input));
}

// An empty draft goes away when it is left.
document.addEventListener("focusout", (event) => {
  const draft = event.target.closest?.(".draft");
  if (draft && !event.target.value) setTimeout(() => draft.contains(document.activeElement) || draft.remove());
});

