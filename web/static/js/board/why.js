// A cell that this reader may not change says why as soon as the focus is on it.
import { cellOf, lockOf } from "./dom.js";

const place = () => document.getElementById("why");

document.addEventListener("focusin", (event) => {
  const cell = cellOf(event.target);
  if (!cell || cell !== event.target) return;
  const reason = lockOf(cell);
  if (reason) cell.setAttribute("aria-description", reason);
  else cell.removeAttribute("aria-description");
  show(reason ?? "");
});

document.addEventListener("focusout", () => show(""));

function show(reason) {
  if (!place()) return;
  place().querySelector("span").textContent = reason;
  place().hidden = !reason;
}
