// Updates of an item: writing them, answering, editing, deleting; a draft outlives the page and the connection.
import { ask as agree } from "../dialog.js";
import { toast } from "../toast.js";
import { boardPath, panel, parse } from "./dom.js";
import { ask, isPassing } from "./http.js";
import { close as closeMentions, onKey as mentionKey, suggest } from "./mention.js";
import { fromHtml, loadTrix, toHtml, withoutCaptions } from "./trix.js";

const offline = () => document.getElementById("toasts").dataset.offline;
const updatesPath = () => `${boardPath()}/items/${panel().dataset.item}/updates`;
const memory = (name) => `draft:${panel().dataset.me}:${panel().dataset.item}:${name}`;
const writers = () => [...document.querySelectorAll(".writer")];

let number = 0;

/** Open a writer in a place of the panel; `name` is "new", the id of what it answers, or "edit-" and an id. */
async function write(host, name, start = "") {
  if (host.querySelector(":scope > .writer")) return focus(host.querySelector(".writer"));
  try {
    await loadTrix();
  } catch {
    toast(offline(), { bad: true });
    return;
  }
  if (!host.isConnected || host.querySelector(":scope > .writer")) return;
  const form = formFor(name);
  host.classList.add("writing");
  host.append(form);
  const editor = form.querySelector("trix-editor");
  editor.addEventListener("trix-initialize", () => {
    withoutCaptions(editor);
    editor.editor.loadHTML(fromHtml(localStorage.getItem(memory(name)) ?? start));
    editor.addEventListener("trix-change", () => changed(form));
    focus(form);
  }, { once: true });
}

function formFor(name) {
  const form = panel().querySelector("template[data-writer]").content.cloneNode(true).querySelector("form");
  const button = form.querySelector("[data-send]");
  form.dataset.name = name;
  button.textContent = name.startsWith("edit-") ? button.dataset.save : button.dataset.send;
  number += 1;
  form.querySelector("trix-toolbar").id = `writer-tools-${number}`;
  form.querySelector("trix-editor").setAttribute("toolbar", `writer-tools-${number}`);
  return form;
}

function focus(form) {
  const editor = form.querySelector("trix-editor");
  editor.editor?.setSelectedRange(editor.editor.getDocument().getLength() - 1);
  editor.focus();
  form.scrollIntoView({ block: "nearest" });
}

function changed(form) {
  const editor = form.querySelector("trix-editor");
  const html = toHtml(editor);
  if (html) localStorage.setItem(memory(form.dataset.name), html);
  else localStorage.removeItem(memory(form.dataset.name));
  complain(form, "");
  suggest(editor);
}

/** Take the writer away; what it held is forgotten only when it was sent or given up. */
function shut(form, { forget }) {
  if (forget) localStorage.removeItem(memory(form.dataset.name));
  closeMentions();
  const host = form.parentElement;
  host.classList.remove("writing");
  form.remove();
  host.querySelector("[data-write], [data-edit-update]")?.focus();
}

async function send(form) {
  const button = form.querySelector("[data-send]");
  if (button.disabled) return;
  const { name } = form.dataset;
  const html = toHtml(form.querySelector("trix-editor"));
  button.disabled = true;
  form.inert = true;
  try {
    const fresh = name.startsWith("edit-")
      ? await ask("PATCH", `${boardPath()}/updates/${name.slice(5)}`, { html })
      : await ask("POST", updatesPath(), { html, ...(name === "new" ? {} : { parent: name }) });
    shut(form, { forget: true });
    document.dispatchEvent(new CustomEvent("panel:fresh", { detail: parse(fresh) }));
  } catch (error) {
    form.inert = false;
    form.querySelector("trix-editor").focus();
    refuse(form, error);
  } finally {
    button.disabled = false;
  }
}

function refuse(form, error) {
  const passing = isPassing(error);
  complain(form, passing ? form.querySelector(".field-error").dataset.unreachable : error.sentence);
  if (passing) window.addEventListener("online", () => form.isConnected && send(form), { once: true });
}

function complain(form, sentence) {
  const line = form.querySelector(".field-error");
  line.textContent = sentence;
  line.hidden = !sentence;
}

// ---- clicks and keys ----

document.addEventListener("click", (event) => {
  const on = (selector) => event.target.closest?.(selector);
  const button = on("[data-write]");
  if (button) write(button.parentElement, button.dataset.write);
  else if (on("[data-edit-update]")) edit(on("[data-update]"));
  else if (on("[data-delete-update]")) remove(on("[data-update]"));
  else if (on("[data-writer-cancel]")) shut(on(".writer"), { forget: true });
  else if (on("[data-mention-start]")) startMention(on(".writer").querySelector("trix-editor"));
  else if (on("[data-earlier]")) showEarlier(on("[data-earlier]"));
});

document.addEventListener("submit", (event) => {
  if (!event.target.matches(".writer")) return;
  event.preventDefault();
  send(event.target);
});

document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.(".writer");
  if (!form || event.isComposing) return;
  if (mentionKey(event)) {
    event.preventDefault();
    event.stopImmediatePropagation();
  } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    send(form);
  } else if (event.key === "Escape") {
    event.preventDefault();
    event.stopImmediatePropagation();
    shut(form, { forget: false });
  }
}, true);

function startMention(editor) {
  editor.focus();
  const [, to] = editor.editor.getSelectedRange();
  const before = editor.editor.getDocument().toString()[to - 1];
  editor.editor.insertString(!before || /\s/.test(before) ? "@" : " @");
}

const edit = (update) => write(update, `edit-${update.dataset.update}`, update.querySelector(".said").innerHTML);

async function remove(update) {
  const thread = update.closest("[data-thread]");
  const answered = !update.matches(".reply") && thread.querySelector(".reply");
  if (answered && !(await agree(document.getElementById("sentences").dataset.deleteThread))) return;
  try {
    const fresh = await ask("DELETE", `${boardPath()}/updates/${update.dataset.update}`);
    document.dispatchEvent(new CustomEvent("panel:fresh", { detail: parse(fresh) }));
  } catch (error) {
    toast(error.sentence ?? offline(), { bad: true });
  }
}

async function showEarlier(button) {
  button.disabled = true;
  try {
    const found = parse(await ask("GET", button.dataset.earlier));
    const next = found.querySelector("[data-earlier]");
    panel().querySelector(".threads").append(...found.querySelectorAll(".thread"));
    if (next) button.replaceWith(next);
    else button.remove();
  } catch {
    button.disabled = false;
    toast(offline(), { bad: true });
  }
}

// ---- what others say appears; what is being written stays ----

document.addEventListener("panel:merged", (event) => {
  const from = event.detail;
  if (!from.querySelector(".threads")) return;
  mergeList(panel().querySelector(".threads"), from.querySelector(".threads"));
  panel().querySelector(".tab-count").replaceWith(from.querySelector(".tab-count"));
  const empty = from.querySelector(".talk-empty");
  panel().querySelector(".talk-empty")?.remove();
  if (empty) panel().querySelector(".talk").append(empty);
});

function mergeList(list, fresh) {
  const threads = [...fresh.children];
  const ids = new Set(threads.map((one) => one.dataset.thread));
  const oldest = Math.min(...[...ids].map(Number));
  for (const old of [...list.children]) {
    const gone = !ids.has(old.dataset.thread) && (Number(old.dataset.thread) > oldest || !ids.size);
    if (gone && !old.querySelector(".writer")) old.remove();
  }
  let next = list.firstElementChild;
  for (const thread of threads) {
    const old = list.querySelector(`:scope > [data-thread="${thread.dataset.thread}"]`);
    if (old) mergeThread(old, thread);
    else list.insertBefore(thread, next);
    next = (old ?? thread).nextElementSibling;
  }
}

function mergeThread(old, fresh) {
  const known = new Map([...old.querySelectorAll("[data-update]")].map((one) => [one.dataset.update, one]));
  for (const one of fresh.querySelectorAll("[data-update]")) {
    const before = known.get(one.dataset.update);
    known.delete(one.dataset.update);
    if (!before) old.insertBefore(one, old.querySelector(":scope > .speak"));
    else if (!before.querySelector(".writer") && before.innerHTML !== one.innerHTML) before.replaceWith(one);
  }
  for (const gone of known.values()) if (!gone.querySelector(".writer")) gone.remove();
}

// ---- drafts ----

function resume() {
  if (!panel()?.querySelector("template[data-writer]")) return;
  for (const slot of panel().querySelectorAll("[data-speak]")) {
    if (localStorage.getItem(memory(slot.dataset.speak))) write(slot, slot.dataset.speak);
  }
  for (const update of panel().querySelectorAll("[data-edit-update]")) {
    const place = update.closest("[data-update]");
    if (localStorage.getItem(memory(`edit-${place.dataset.update}`))) edit(place);
  }
  document.getElementById(location.hash.slice(1))?.scrollIntoView({ block: "center" });
}

document.addEventListener("panel:shown", resume);
resume();

window.addEventListener("beforeunload", (event) => {
  if (writers().some((form) => form.querySelector("[data-send]").disabled)) event.preventDefault();
});
