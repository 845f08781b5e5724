// One <dialog> for forms: what htmx swaps into #dialog opens it. `data-close` closes, so does the event "done".
import { toast } from "./toast.js";

const dialog = () => document.getElementById("dialog");

document.addEventListener("htmx:after:swap", () => {
  if (dialog().childElementCount && !dialog().open && !isClosing(dialog())) open(dialog());
});

document.addEventListener("done", (event) => {
  close(dialog());
  if (event.detail?.message) toast(event.detail.message, { undo: event.detail.undo });
});

document.addEventListener("click", (event) => {
  const closer = event.target.closest?.("[data-close]");
  if (closer) close(closer.closest("dialog") ?? dialog());
});

// The event "close" comes a moment later: what is swapped meanwhile elsewhere must not open the form again.
document.addEventListener("cancel", (event) => event.target.matches("dialog") && leave(event.target), true);
document.addEventListener(
  "close",
  ({ target }) => {
    target.removeAttribute("data-closing");
    if (target === dialog() && !target.open) target.replaceChildren();
  },
  true,
);

// A form whose answer is a file leaves the page as it is.
document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-download]")) setTimeout(() => close(dialog()));
});

// A click on the scrim closes, unless something was typed.
document.addEventListener("pointerdown", (event) => {
  if (event.target.matches?.("dialog:modal") && outside(event) && !isTouched(event.target)) close(event.target);
});

document.addEventListener("input", (event) => event.target.closest?.("dialog")?.setAttribute("data-touched", ""));

// hx-confirm asks in our own dialog instead of the browser's.
document.addEventListener("htmx:confirm", (event) => {
  const { ctx, issueRequest, dropRequest } = event.detail;
  if (!ctx.confirm) return;
  event.preventDefault();
  ask(ctx.confirm).then((yes) => (yes ? issueRequest() : dropRequest()));
});

/** Resolves to whether the reader agreed to the sentence. */
export function ask(sentence) {
  const box = document.getElementById("confirmation");
  box.querySelector("p").textContent = sentence;
  box.returnValue = "no";
  box.showModal();
  return new Promise((resolve) => {
    box.addEventListener("close", () => resolve(box.returnValue === "yes"), { once: true });
  });
}

/** Show elements in the dialog, in place of what is there; returns it. */
export function showDialog(elements) {
  const box = dialog();
  box.replaceChildren(elements);
  window.htmx.process(box);
  open(box);
  return box;
}

function open(box) {
  box.removeAttribute("data-touched");
  if (!box.open) box.showModal();
  box.querySelector("[autofocus], input:not([type=hidden]), select, textarea")?.focus();
}

function close(box) {
  if (!box?.open) return;
  leave(box);
  box.close();
}

function leave(box) {
  box.setAttribute("data-closing", "");
}

function isClosing(box) {
  return box.hasAttribute("data-closing");
}

function outside(event) {
  const area = event.target.getBoundingClientRect();
  return event.clientX < area.left || event.clientX > area.right || event.clientY < area.top || event.clientY > area.bottom;
}

function isTouched(box) {
  return box.hasAttribute("data-touched");
}
