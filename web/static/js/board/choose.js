// A <select> as a list beside the cell: arrows, type-ahead, Enter; several values where it is `multiple`.
import { boardPath, keyOf, make, say } from "./dom.js";
import { extender } from "./extend.js";
import { float, sink } from "./float.js";

let serial = 0;

/**
 * Let the reader choose; `done(values, nodes)` gets the chosen values and what the cell shows for them,
 * `cancel()` is called instead when nothing is to change. Returns a function that ends it.
 */
export function choose(cell, select, { typed = "", done, cancel }) {
  const list = make("ul", { role: "listbox", id: `choices-${(serial += 1)}`, "aria-multiselectable": select.multiple });
  const none = make("p", { class: "hint padded", text: say("noChoice"), hidden: true });
  const find = make("input", {
    type: "search", role: "combobox", "aria-expanded": "true", "aria-controls": list.id, autocomplete: "off",
    placeholder: say("find"), "aria-label": select.getAttribute("aria-label"),
  });
  const entries = [...select.options].map((option, place) => entryOf(option, `${list.id}-${place}`, select.dataset.choose));
  const extension = extender(cell, select);
  const labels = extension && labelsEntry(cell, `${list.id}-labels`);
  const last = extension ? [extension, labels] : [];
  list.append(...[...entries, ...last].map((entry) => entry.element));
  const box = float(cell, "choices", find, list, none);
  if (select.multiple) box.append(finishButton(() => finish()));
  let at = null;

  function finish() {
    end();
    const chosen = [...select.selectedOptions].filter((option) => option.value);
    done(chosen.map((option) => option.value), drawn(chosen, select.dataset.choose));
  }

  function end() {
    document.removeEventListener("pointerdown", outside, true);
    sink(box);
  }

  function pick(entry) {
    if (!entry) return;
    if (entry === extension) extend();
    else if (entry === labels) {
      end();
      cancel();
      labels.open();
    }
    else if (select.multiple) {
      entry.option.selected = !entry.option.selected;
      mark();
      find.value = "";
      filter();
      move(entry);
    } else {
      select.value = entry.option.value;
      finish();
    }
  }

  async function extend() {
    const option = await extension.create(find.value);
    if (!option) return;
    const entry = entryOf(option, `${list.id}-${entries.length}`, select.dataset.choose);
    entries.push(entry);
    extension.element.before(entry.element);
    find.value = "";
    filter();
    pick(entry);
  }

  function mark() {
    for (const entry of entries) entry.element.setAttribute("aria-selected", String(entry.option.selected));
  }

  function move(entry) {
    at?.element.classList.remove("at");
    at = entry ?? null;
    at?.element.classList.add("at");
    at?.element.scrollIntoView({ block: "nearest" });
    find.setAttribute("aria-activedescendant", at?.element.id ?? "");
  }

  const shown = () => [...entries, ...last].filter((entry) => !entry.element.hidden);

  function filter() {
    const wanted = folded(find.value);
    for (const entry of entries) entry.element.hidden = !folded(entry.option.label).includes(wanted);
    extension?.offer(find.value, entries.some((entry) => folded(entry.option.label) === wanted));
    none.hidden = shown().some((entry) => entry !== labels);
    move(shown().find((entry) => !wanted && entry.option?.selected) ?? shown()[0]);
  }

  function outside(event) {
    if (box.contains(event.target)) return;
    if (select.multiple) finish();
    else {
      end();
      cancel({ refocus: false });
    }
  }

  find.addEventListener("input", filter);
  find.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const all = shown();
    if (step) move(all[(all.indexOf(at) + step + all.length) % all.length]);
    else if (event.key === "Enter" && select.multiple && (event.ctrlKey || !at)) finish();
    else if (event.key === "Enter") pick(at);
    else if (event.key === "Tab" && select.multiple) finish();
    else if (event.key === "Tab") at ? pick(at) : (end(), cancel());
    else if (event.key === "Escape") {
      end();
      cancel();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  list.addEventListener("click", (event) => {
    pick(shown().find((entry) => entry.element.contains(event.target)));
    find.focus();
  });
  document.addEventListener("pointerdown", outside, true);
  mark();
  find.value = typed;
  filter();
  find.focus();
  return finish;
}

function entryOf(option, id, look) {
  const element = make("li", { role: "option", id }, ...(option.value ? drawn([option], look, { named: true }) : [option.label]));
  return { option, element };
}

/** The entry that opens the settings of the column, where its labels are. */
function labelsEntry(cell, id) {
  const element = make("li", { role: "option", class: "creates", id, text: say("labels") });
  const path = `${boardPath()}/columns/${encodeURIComponent(keyOf(cell))}/settings`;
  const open = async () => {
    await window.htmx.ajax("GET", path, { target: "#dialog", swap: "innerHTML" });
    document.querySelector("#dialog .options .input")?.focus();
  };
  return { element, open };
}

/** What a cell shows for the options that are chosen. */
export function drawn(options, look, { named = false } = {}) {
  if (look !== "person") return options.map((option) => make("span", { class: `${look} c-${option.dataset.color}`, text: option.label }));
  const avatars = options.map((option) => make("span", { class: `avatar c-${option.dataset.color}`, text: option.dataset.initials }));
  if (named) return [...avatars, options[0].label];
  return options.length ? [make("span", { class: "avatars" }, ...avatars)] : [];
}

function finishButton(action) {
  const button = make("button", { type: "button", class: "btn small primary", text: say("done") });
  button.addEventListener("click", action);
  return make("div", { class: "actions" }, button);
}

function folded(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
}
