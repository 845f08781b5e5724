// The form of a new item whose board asks for more than a name.
import { showDialog } from "../dialog.js";
import { show } from "../problem.js";
import { toast } from "../toast.js";
import { boardPath, parse, query } from "./dom.js";
import { ask, Problem } from "./http.js";

/** Whether what speaks against a new item is only that other columns want a value too, or another one. */
export const asksForMore = (error) =>
  error instanceof Problem && Boolean(error.members.errors?.length) && error.members.errors.every(({ field }) => field !== "name");

/** Let the reader fill in what is missing; resolves to the new row, or to null when they give up. */
export async function complete(fields, problem) {
  const form = parse(await ask("GET", `${boardPath()}/item-form?${new URLSearchParams({ name: fields.name })}`)).querySelector("form");
  const closed = new Promise((resolve) => showDialog(form).addEventListener("close", () => resolve(null), { once: true }));
  if (!problem.members.errors.every(({ field }) => form.elements.namedItem(`cell.${field}`))) explain(problem, form);
  form.querySelector("[aria-invalid], [name^='cell.']")?.focus();
  const made = new Promise((resolve) => {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const line = await send(form, fields);
      if (line) resolve(line);
    });
  });
  const line = await Promise.race([made, closed]);
  if (line) form.closest("dialog").close();
  return line;
}

async function send(form, fields) {
  try {
    const typed = [...new FormData(form)].map(([name, value]) => [name, value]);
    const given = Object.groupBy(typed, ([name]) => name);
    const values = Object.fromEntries(Object.entries(given).map(([name, pairs]) => [name, pairs.map(([, value]) => value)]));
    return parse(await ask("POST", `${boardPath()}/items${query()}`, { ...fields, ...values })).querySelector("tr");
  } catch (error) {
    if (error instanceof Problem) explain(error, form);
    else toast(document.getElementById("toasts").dataset.offline, { bad: true });
    return null;
  }
}

/** The sentence stands under the control of its column. */
function explain({ members }, form) {
  const errors = members.errors?.map((error) => ({ ...error, field: error.field === "name" ? "name" : `cell.${error.field}` }));
  show({ ...members, errors }, form);
}
