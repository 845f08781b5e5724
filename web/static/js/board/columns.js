// Headers that are dragged to another place; the menu has "move left" and "move right" for the keyboard.
import { toast } from "../toast.js";
import { boardPath, board } from "./dom.js";
import { ask } from "./http.js";

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
