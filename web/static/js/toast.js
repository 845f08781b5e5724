// Short messages at the foot of the page. Servers send them as HX-Trigger: {"toast": {"message", "undo"}}.
const SECONDS = { good: 6, undo: 12, bad: 12 };

document.addEventListener("toast", (event) => toast(event.detail.message, { undo: event.detail.undo, bad: event.detail.bad }));

/** Show a message; `undo` is the address that a POST brings the change back from; `bad` is for refusals. */
export function toast(message, { undo = null, bad = false } = {}) {
  const box = document.getElementById("toasts");
  const note = document.createElement("div");
  note.className = bad ? "toast bad" : "toast";
  if (bad) note.setAttribute("role", "alert");
  const text = document.createElement("span");
  text.textContent = message;
  note.append(text);
  if (undo) note.append(button(box.dataset.undo, () => takeBack(undo, note)));
  note.append(button("×", () => remove(note), box.dataset.close));
  show(box, note);
  setTimeout(() => remove(note), 1000 * SECONDS[bad ? "bad" : undo ? "undo" : "good"]);
}

function button(text, action, label = text) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.setAttribute("aria-label", label);
  made.addEventListener("click", action);
  return made;
}

// Above an open dialog, and inside it: what lies outside a modal dialog cannot be clicked or heard.
function show(box, note) {
  const dialogs = document.querySelectorAll("dialog:modal");
  const host = dialogs[dialogs.length - 1] ?? document.body;
  if (box.parentElement !== host) host.append(box);
  box.append(note);
  if (box.matches(":popover-open")) box.hidePopover();
  box.showPopover();
}

function takeBack(path, note) {
  remove(note);
  window.htmx.ajax("POST", path, { source: document.body, swap: "none" });
}

function remove(note) {
  const box = note.parentElement;
  note.remove();
  if (box && !box.childElementCount && box.matches(":popover-open")) box.hidePopover();
}
