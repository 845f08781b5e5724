// The panels of filter, sort and columns: what is chosen in them becomes the state of the view at once.
import { place } from "../menu.js";
import { look } from "./area.js";
import { closePop, pop } from "./pop.js";

document.addEventListener("board:filter", (event) => {
  const { filter } = event.detail;
  if ((new URLSearchParams(location.search).get("filter") ?? "") !== filter) look({ filter });
});

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("#pop button");
  if (!button) return;
  if (button.matches("[data-close-pop]")) closePop();
  else if (button.matches("[data-add-sort]")) addSort(button.form);
  else if (button.matches("[data-remove-sort]")) removeSort(button.closest("li"), button.form);
});

document.addEventListener("change", (event) => {
  const form = event.target.closest?.("#pop form");
  if (form?.matches("[data-sorter]")) sort(form);
  else if (form?.matches("[data-shown]")) hide(form);
  if (event.target.matches?.("#pop [data-picks]")) takeDay(event.target);
}, true);

document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-filters], [data-sorter], [data-shown]")) event.preventDefault();
}, true);

// Drawing the form anew takes an open list of values out of its place.
document.addEventListener("htmx:after:swap", () => {
  for (const list of document.querySelectorAll("#filters .picks:popover-open")) {
    place(list, document.querySelector(`[popovertarget="${CSS.escape(list.id)}"]`).getBoundingClientRect());
  }
});

// The menu of a column's header.
document.addEventListener("click", (event) => {
  const by = event.target.closest?.("#pop [data-sort-by]");
  if (by) look({ sort: by.dataset.sortBy });
  const hider = event.target.closest?.("#pop [data-hide]");
  if (hider) look({ hide: [...hidden(), hider.dataset.hide].join(",") });
});

const hidden = () => (new URLSearchParams(location.search).get("hide") ?? "").split(",").filter(Boolean);

/** The browser's calendar writes into the line beside it. */
function takeDay(picker) {
  picker.parentElement.querySelector("input[type=text]").value = picker.value;
}

// A panel without a sort begins with one line.
document.addEventListener("pop:filled", () => {
  const sorter = pop().querySelector("[data-sorter]");
  if (sorter && !sorter.querySelector("li")) addLine(sorter);
});

const addLine = (form) => form.querySelector("ul").append(form.querySelector("template").content.cloneNode(true));

function addSort(form) {
  addLine(form);
  sort(form);
}

function removeSort(line, form) {
  line.remove();
  sort(form);
}

function sort(form) {
  const lines = [...form.querySelectorAll("[data-sort]")];
  look({ sort: lines.map((line) => line.querySelector("[name=direction]").value + line.querySelector("[name=column]").value).join(",") });
}

function hide(form) {
  const boxes = [...form.querySelectorAll("input[type=checkbox]")];
  look({ hide: boxes.filter((box) => !box.checked).map((box) => box.value).join(",") });
}
