// The panels of filter, sort and columns: what is chosen in them becomes the state of the view at once.
import { place } from "../menu.js";
import { toast } from "../toast.js";
import { look } from "./area.js";
import { boardPath, looked } from "./dom.js";
import { ask } from "./http.js";
import { settleLines } from "./lines.js";
import { pickedText } from "./pickers.js";
import { closePop, fill, pop } from "./pop.js";

document.addEventListener("board:filter", (event) => {
  const { filter } = event.detail;
  if (looked().filter !== filter) look({ filter });
});

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("#pop button");
  if (!button) return;
  if (button.matches("[data-close-pop]")) closePop();
});

document.addEventListener("change", (event) => {
  const form = event.target.closest?.("#pop form");
  if (form?.matches("[data-sorter]")) sort(form);
  else if (form?.matches("[data-grouper]")) group(form);
  else if (form?.matches("[data-colorer]")) color(form);
  else if (form?.matches("[data-shown]")) hide(form);
  if (event.target.matches?.("#pop [data-picks]")) takeDay(event.target);
}, true);

document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-filters], [data-sorter], [data-grouper], [data-colorer], [data-shown]")) event.preventDefault();
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
  const grouper = event.target.closest?.("#pop [data-group-by]");
  if (grouper) look({ group: grouper.dataset.groupBy });
  const hider = event.target.closest?.("#pop [data-hide]");
  if (hider) look({ hide: [...hidden(), hider.dataset.hide].join(",") });
});

const hidden = () => looked().hide.split(",").filter(Boolean);

/** The browser's calendar writes into the line beside it. */
function takeDay(picker) {
  picker.parentElement.querySelector("input[type=text]").value = pickedText(picker.parentElement);
}

document.addEventListener("pop:filled", () => {
  for (const form of pop().querySelectorAll("form:has([data-lines])")) settleLines(form);
});

const lines = (form) => [...form.querySelectorAll("[data-line]")];
const chosen = (line, name) => line.querySelector(`[name=${name}]`).value;

function sort(form) {
  look({ sort: lines(form).map((line) => chosen(line, "direction") + chosen(line, "column")).join(",") });
}

function group(form) {
  settleLines(form);
  look({ group: lines(form).map(level).join(",") });
}

function level(line) {
  const period = line.querySelector("[name=period]");
  return chosen(line, "direction") + chosen(line, "column") + (period.hidden ? "" : `:${period.value}`);
}

function color(form) {
  for (const line of lines(form)) line.querySelector("[name=color]").className = `swatch c-${chosen(line, "color")}`;
  const colors = lines(form).map(colorRule);
  look({ colors: colors.length ? JSON.stringify(colors) : "" });
}

function colorRule(line) {
  const [on, column] = chosen(line, "column").split(":");
  const when = chosen(line, "when");
  return { color: chosen(line, "color"), on, ...(column && { column }), ...(when && { when: JSON.parse(when) }) };
}

// One more colour: a ready-made one at once, else its condition is asked for next.
document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("#pop [data-add-color]");
  if (!button) return;
  const colors = JSON.parse(looked().colors || "[]");
  const preset = button.dataset.addColor;
  colors.push(preset ? JSON.parse(preset) : { color: "amber", on: "item" });
  await look({ colors: JSON.stringify(colors) });
  fill(`${boardPath()}/colors${preset ? "" : `/${colors.length - 1}`}`);
});

document.addEventListener("board:color", (event) => {
  const colors = JSON.parse(looked().colors || "[]");
  const { place, when } = event.detail;
  const { when: _, ...rest } = colors[place] ?? { color: "amber", on: "item" };
  colors[place] = when ? { ...rest, when } : rest;
  look({ colors: JSON.stringify(colors) });
});

// The panel of columns: narrowed by what is typed, all shown or hidden at once, columns moved.
document.addEventListener("input", (event) => {
  if (!event.target.matches?.("#pop [data-narrow]")) return;
  const typed = event.target.value.trim().toLocaleLowerCase();
  for (const line of event.target.form.querySelectorAll("[data-named]")) line.hidden = !line.dataset.named.includes(typed);
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("#pop [data-tick], #pop [data-column-to]");
  if (!button) return;
  const { form } = button;
  if (button.dataset.tick) {
    for (const box of boxesOf(form)) box.checked = button.dataset.tick === "all";
    hide(form);
    return;
  }
  const { column, columnTo: after } = button.dataset;
  try {
    await ask("PUT", `${boardPath()}/columns/${encodeURIComponent(column)}/place`, { after, quiet: "yes" });
    await fill(`${boardPath()}/columns`);
    pop().querySelector(`[data-column="${CSS.escape(column)}"]:enabled`)?.focus();
  } catch (error) {
    toast(error.sentence ?? document.getElementById("toasts").dataset.offline, { bad: true });
  }
});

const boxesOf = (form) => [...form.querySelectorAll("input[type=checkbox]")];

function hide(form) {
  const boxes = boxesOf(form);
  look({ density: form.elements.density.value, hide: boxes.filter((box) => !box.checked).map((box) => box.value).join(",") });
}
