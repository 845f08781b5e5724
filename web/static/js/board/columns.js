// Settings of columns: the list of options in their form, and headers that are dragged to another place.
import { toast } from "../toast.js";
import { boardPath, board } from "./dom.js";
import { ask } from "./http.js";

document.addEventListener("click", (event) => {
  const list = event.target.closest?.("[data-options]");
  if (!list) return;
  const option = event.target.closest("[data-option]");
  if (event.target.closest("[data-option-in]")) addOption(list);
  else if (event.target.closest("[data-option-out]")) option.remove();
  else if (event.target.closest("[data-option-up]")) option.previousElementSibling?.before(option);
  number(list);
});

document.addEventListener("change", (event) => {
  if (!event.target.matches?.("select.swatch")) return;
  event.target.className = `swatch c-${event.target.value}`;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches?.("[data-option] input:not([type=checkbox])")) return;
  event.preventDefault();
  const list = event.target.closest("[data-options]");
  addOption(list);
  number(list);
});

function addOption(list) {
  const colors = [...list.querySelectorAll("select.swatch")].map((select) => select.value);
  const made = list.querySelector("template").content.cloneNode(true);
  const select = made.querySelector("select");
  const free = [...select.options].find((option) => !colors.includes(option.value));
  select.value = (free ?? select.options[colors.length % select.options.length]).value;
  select.className = `swatch c-${select.value}`;
  list.querySelector("ul").append(made);
  list.querySelector("ul").lastElementChild.querySelector("input:not([type=hidden])").focus();
}

/** The place in a control's name is the option's place in the list. */
function number(list) {
  list.querySelectorAll("ul > [data-option]").forEach((option, place) => {
    for (const control of option.querySelectorAll("[name]")) {
      const [name, , part] = control.name.split(".");
      control.name = `${name}.${place}.${part}`;
    }
  });
}

// ---- dragging headers; the menu has "move left" and "move right" for the keyboard ----

let dragged = null;

document.addEventListener("pointerdown", (event) => {
  const head = event.target.closest?.(".grid th[data-key]");
  if (head && head.cellIndex > 1 && !board().hasAttribute("data-readonly")) head.draggable = true;
});

document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.(".grid th[data-key]");
  if (!dragged) return;
  dragged.classList.add("dragging");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.textContent.trim());
});

document.addEventListener("dragover", (event) => {
  const head = dropPlace(event);
  document.querySelectorAll(".drop-before").forEach((other) => other.classList.remove("drop-before"));
  if (!head) return;
  event.preventDefault();
  head.classList.add("drop-before");
});

document.addEventListener("drop", (event) => {
  const head = dropPlace(event);
  if (!head) return;
  event.preventDefault();
  place(dragged.dataset.key, head.previousElementSibling.dataset.key);
});

document.addEventListener("dragend", () => {
  document.querySelectorAll(".drop-before").forEach((other) => other.classList.remove("drop-before"));
  dragged?.classList.remove("dragging");
  dragged = null;
});

/** The header before which the dragged one would go: any but the name's, the last one of the row included. */
function dropPlace(event) {
  const head = dragged && event.target.closest?.(".grid thead th");
  const fits = head && head.closest("tr") === dragged.closest("tr") && head.cellIndex > 1 && head !== dragged;
  return fits && head.previousElementSibling !== dragged ? head : null;
}

async function place(key, after) {
  try {
    await ask("PUT", `${boardPath()}/columns/${encodeURIComponent(key)}/place`, { after });
  } catch (error) {
    toast(error.sentence ?? document.getElementById("toasts").dataset.offline, { bad: true });
  }
}
