// Ordered lists in a panel (sorts, levels, colours): lines are added, moved by button or by hand, and taken away.
// Every change of the list is a "change" event of its form.
import { announce } from "./announce.js";

let dragged = null;

const listOf = (element) => element.closest("form")?.querySelector("[data-lines]");
const changed = (form) => form.dispatchEvent(new Event("change", { bubbles: true }));

document.addEventListener("change", (event) => {
  if (!event.target.matches?.("[data-add-line]")) return;
  event.stopImmediatePropagation();
  addLine(event.target);
}, true);

function addLine(select) {
  const { form, value } = select;
  if (!value) return;
  const list = listOf(select);
  list.append(form.querySelector("template").content.cloneNode(true));
  const line = list.lastElementChild;
  line.querySelector("[name=column]").value = value;
  select.value = "";
  settleLines(form);
  line.querySelector("select").focus();
  changed(form);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-line-up], [data-line-down], [data-line-out]");
  if (!button) return;
  const line = button.closest("[data-line]");
  const { form } = button;
  if (button.matches("[data-line-up]")) line.previousElementSibling?.before(line);
  else if (button.matches("[data-line-down]")) line.nextElementSibling?.after(line);
  else remove(line);
  settleLines(form);
  if (line.isConnected) tell(line, button);
  changed(form);
});

/** The focus goes to the neighbour, else to what adds a line. */
function remove(line) {
  const next = line.nextElementSibling ?? line.previousElementSibling;
  const { form } = line.querySelector("select");
  line.remove();
  (next?.querySelector("[data-line-out]") ?? form.querySelector("[data-add-line]"))?.focus();
}

function tell(line, button) {
  button.focus();
  const place = [...line.parentElement.children].indexOf(line) + 1;
  announce(`${place} / ${line.parentElement.children.length}`);
}

/** Shows what fits the lines as they are: periods beside dates, no more lines than the form allows. */
export function settleLines(form) {
  const lines = [...form.querySelectorAll("[data-line]")];
  for (const line of lines) {
    const period = line.querySelector("[name=period]");
    if (period) period.hidden = !("periods" in line.querySelector("[name=column]").selectedOptions[0].dataset);
    line.querySelector("[data-line-up]").disabled = line === lines[0];
    line.querySelector("[data-line-down]").disabled = line === lines.at(-1);
  }
  const most = Number(form.dataset.most ?? Infinity);
  form.querySelector(".add-line").hidden = lines.length >= most;
  const without = form.querySelector("[data-without-lines]");
  if (without) without.hidden = lines.length > 0;
}

// ---- by hand ----

document.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest?.("[data-grip]");
  if (!grip) return;
  event.preventDefault();
  dragged = grip.closest("[data-line]");
  dragged.classList.add("dragging");
  grip.setPointerCapture(event.pointerId);
});

document.addEventListener("pointermove", (event) => {
  if (!dragged) return;
  const lines = [...dragged.parentElement.children];
  const over = lines.find((line) => event.clientY < line.getBoundingClientRect().bottom) ?? lines.at(-1);
  if (over === dragged) return;
  if (lines.indexOf(over) < lines.indexOf(dragged)) over.before(dragged);
  else over.after(dragged);
});

for (const end of ["pointerup", "pointercancel"]) {
  document.addEventListener(end, () => {
    if (!dragged) return;
    const form = dragged.closest("form");
    dragged.classList.remove("dragging");
    dragged = null;
    settleLines(form);
    changed(form);
  });
}
