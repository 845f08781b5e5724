// New items: typed in the line under a group, or in a first line at the top of the board.
import { toast } from "../toast.js";
import { board, boardPath, make, parse, query, say, sectionOf } from "./dom.js";
import { ask, Problem } from "./http.js";
import { insert, isManual, refreshFooters } from "./rows.js";

document.addEventListener("keydown", (event) => {
  const input = event.target;
  if (!input.matches?.("[data-add]") || event.isComposing) return;
  if (event.key === "Enter") add(input);
  else if (event.key === "Escape") giveUp(input);
  else return;
  event.preventDefault();
  event.stopPropagation();
});

async function add(input) {
  const name = input.value.trim();
  if (!name || "waiting" in input.dataset) return;
  input.dataset.waiting = "";
  const section = sectionOf(input);
  const top = input.closest(".draft") ? "1" : "";
  try {
    const fresh = parse(await ask("POST", `${boardPath()}/items${query()}`, { name, section: section.dataset.section, top }));
    input.value = "";
    place(fresh.querySelector("tr"), section, top);
    refreshFooters();
  } catch (error) {
    if (error instanceof Problem) toast(error.sentence, { bad: true });
    else toast(document.getElementById("toasts").dataset.offline, { bad: true });
  } finally {
    delete input.dataset.waiting;
  }
}

function place(line, section, top) {
  document.getElementById(line.id)?.remove();
  if (top && !isManual()) section.querySelector("tbody.items").prepend(line);
  else insert(line, section);
  board().querySelector(".board-note")?.remove();
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
  section.querySelector(".draft")?.remove();
  const columns = section.querySelector("thead tr").cells.length;
  const input = make("input", { "data-add": true, maxlength: "255", autocomplete: "off", placeholder: say("newName"), "aria-label": say("newName") });
  const line = make("tr", { class: "draft" }, make("td", { class: "c-pick" }), make("td", { class: "c-add", colspan: columns - 1 }, input));
  section.querySelector("tbody.items").prepend(line);
  board().scrollTo({ top: 0, left: 0 });
  input.focus();
}

// An empty draft goes away when it is left.
document.addEventListener("focusout", (event) => {
  const draft = event.target.closest?.(".draft");
  if (draft && !event.target.value && !("waiting" in event.target.dataset)) draft.remove();
});

