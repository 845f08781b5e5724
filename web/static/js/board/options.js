// The list of options in a column's form: more of them, fewer, in another order, in another colour.

document.addEventListener("click", (event) => {
  const list = event.target.closest?.("[data-options]");
  if (!list) return;
  const option = event.target.closest("[data-option]");
  if (event.target.closest("[data-option-in]")) addOption(list);
  else if (event.target.closest("[data-option-out]")) option.remove();
  else if (event.target.closest("[data-option-up]")) shift(option, -1);
  else if (event.target.closest("[data-option-down]")) shift(option, 1);
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

// Alt and the arrows move the option in which one types.
document.addEventListener("keydown", (event) => {
  const option = event.altKey && event.target.closest?.("[data-option]");
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!option || !step) return;
  event.preventDefault();
  shift(option, step);
  number(option.closest("[data-options]"));
});

function shift(option, step) {
  const focused = document.activeElement;
  if (step < 0) option.previousElementSibling?.before(option);
  else option.nextElementSibling?.after(option);
  if (option.contains(focused)) focused.focus();
}

// ---- dragging by the handle, with a mouse or a finger ----

document.addEventListener("pointerdown", (event) => {
  const handle = event.target.closest?.("[data-option-drag]");
  if (!handle) return;
  const option = handle.closest("[data-option]");
  event.preventDefault();
  option.classList.add("dragging");
  const move = ({ clientY }) => {
    const others = [...option.parentElement.children].filter((other) => other !== option);
    const next = others.find((other) => clientY < other.getBoundingClientRect().top + other.offsetHeight / 2);
    if (next) next.before(option);
    else option.parentElement.append(option);
  };
  const drop = () => {
    option.classList.remove("dragging");
    document.removeEventListener("pointermove", move);
    number(option.closest("[data-options]"));
  };
  document.addEventListener("pointermove", move);
  document.addEventListener("pointerup", drop, { once: true });
  document.addEventListener("pointercancel", drop, { once: true });
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
