// My work: a status changed where it stands, an item ticked off and taken back.
import { ask } from "./board/http.js";
import { toast } from "./toast.js";

const page = () => document.querySelector(".work");

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-at-once] *")) event.target.form.requestSubmit();
  if (event.target.matches("[data-status]")) change(event.target.closest(".task"), event.target.value);
});

document.addEventListener("click", (event) => {
  const check = event.target.closest?.("[data-finish]");
  if (!check) return;
  const task = check.closest(".task");
  const status = task.querySelector("[data-status]");
  const done = check.getAttribute("aria-pressed") === "true";
  change(task, done ? task.dataset.before ?? "" : check.dataset.finish, status.value);
});

/** Keep the status; the line says how it is at once, and again as it was when it is refused. */
async function change(task, value, before = task.dataset.status) {
  const select = task.querySelector("[data-status]");
  const from = before ?? "";
  show(task, value);
  const [board, item] = task.dataset.task.split("/");
  try {
    const path = `/boards/${board}/items/${item}/cells/${encodeURIComponent(task.dataset.column)}`;
    const answer = await ask("PATCH", path, { value, version: task.dataset.version });
    task.dataset.version = answer.match(/data-version="(\d+)"/)?.[1] ?? task.dataset.version;
    task.dataset.before = from;
    const name = task.querySelector(".task-name > span").textContent;
    if (select.selectedOptions[0].hasAttribute("data-done")) toast(page().dataset.finished.replace("{name}", name));
  } catch (error) {
    show(task, from);
    toast(error.sentence ?? document.getElementById("toasts").dataset.offline, { bad: true });
  }
}

function show(task, value) {
  const select = task.querySelector("[data-status]");
  select.value = value;
  const option = select.selectedOptions[0];
  select.className = `task-status c-${option.dataset.color}`;
  const done = option.hasAttribute("data-done");
  task.classList.toggle("is-done", done);
  task.dataset.status = value;
  task.querySelector("[data-finish]")?.setAttribute("aria-pressed", String(done));
}

for (const task of document.querySelectorAll(".task[data-column]")) {
  const select = task.querySelector("[data-status]");
  if (select) task.dataset.status = select.value;
}
