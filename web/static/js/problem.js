// Refusals. Servers send HX-Trigger: {"problem": {detail, field, errors}} and leave the page as it is:
// the sentence appears under the control of that name, or as a message when there is none.
import { toast } from "./toast.js";

document.addEventListener("problem", (event) => show(event.detail, event.target));

document.addEventListener("htmx:error", (event) => {
  const unreachable = event.detail.error instanceof TypeError || event.detail.error?.name === "TimeoutError";
  if (unreachable) toast(document.getElementById("toasts").dataset.offline, { bad: true });
});

document.addEventListener("htmx:before:request", (event) => {
  const form = formOf(event.detail.ctx.sourceElement);
  form?.querySelectorAll("[aria-invalid]").forEach(clear);
});

document.addEventListener("input", (event) => {
  if (event.target.matches?.("[aria-invalid]")) clear(event.target);
});

/** Show a problem+json object beside the form that caused it; also for modules that call fetch themselves. */
export function show(problem, source) {
  const form = formOf(source);
  const errors = problem.errors ?? [{ field: problem.field, detail: problem.detail }];
  const unplaced = errors.filter((error) => !(form && error.field && mark(form, error)));
  if (unplaced.length) toast(unplaced[0].detail ?? problem.detail, { bad: true });
  form?.querySelector("[aria-invalid]")?.focus();
}

function formOf(source) {
  return source?.closest?.("form") ?? source?.form ?? null;
}

function mark(form, error) {
  const control = form.elements.namedItem(error.field);
  const element = control instanceof RadioNodeList ? control[0] : control;
  if (!element || element.type === "hidden") return false;
  clear(element);
  const line = document.createElement("p");
  line.className = "field-error";
  line.id = `error-${error.field}`;
  line.textContent = error.detail;
  element.setAttribute("aria-invalid", "true");
  element.setAttribute("aria-describedby", line.id);
  (element.closest(".field") ?? element).after(line);
  return true;
}

function clear(element) {
  document.getElementById(element.getAttribute("aria-describedby"))?.remove();
  element.removeAttribute("aria-invalid");
  element.removeAttribute("aria-describedby");
}
