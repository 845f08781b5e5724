// One edit of everything that is selected: at once, or in the background with its progress where the selection was.
import { toast } from "../toast.js";
import { boardPath, parse, query, say } from "./dom.js";
import { ask } from "./http.js";
import { closePop, fill, pop } from "./pop.js";
import { chosen, pickNone, size } from "./selection.js";

const bar = () => document.getElementById("edit");

/** Do something with the selected items: `{do: "set", key, value}`, `{do: "group", to}` or `{do: "delete"}`. */
export async function edit(fields) {
  try {
    const answer = await ask("POST", `${boardPath()}/edits${query()}`, { ...chosen(), ...fields });
    closePop();
    pickNone();
    if (answer) show(answer);
    else document.dispatchEvent(new CustomEvent("board:outdated"));
  } catch (error) {
    toast(error.sentence ?? document.getElementById("toasts").dataset.offline, { bad: true });
  }
}

function show(answer) {
  bar()?.replaceWith(parse(answer));
  if (bar()) window.htmx.process(bar());
  going = true;
  follow();
}

// An undo that goes on in the background.
document.addEventListener("board:works", async (event) => {
  if (bar()) show(await ask("GET", `${boardPath()}/edits/${event.detail.job}`));
});

// The job has ended: the board shows what came of it.
let going = false;
document.addEventListener("htmx:after:swap", follow);

function follow() {
  const goes = Boolean(bar()) && !bar().hidden;
  if (going && !goes) ["board:outdated", "board:written"].forEach((name) => document.dispatchEvent(new CustomEvent(name)));
  going = goes;
}

document.addEventListener("pop:filled", () => {
  const send = pop().querySelector("[data-edit-send]");
  if (send) send.textContent = say("setMany", { count: size().toLocaleString(document.documentElement.lang) });
});

document.addEventListener("change", (event) => {
  if (event.target.matches?.("#pop [data-edit-column]")) fill(`${boardPath()}/edits/new?key=${encodeURIComponent(event.target.value)}`);
});

document.addEventListener("submit", (event) => {
  if (!event.target.matches?.("[data-edit-form]")) return;
  event.preventDefault();
  const data = new FormData(event.target);
  const box = event.target.querySelector("input[type=checkbox][name=value]");
  const value = box ? String(box.checked) : data.getAll("value");
  edit({ do: "set", key: data.get("key"), value: value.length ? value : "" });
}, true);
