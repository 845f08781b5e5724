// What others do appears here: the server says that something changed, this page asks for it with its own rights.
import { catchUp, isTyping, seq } from "./area.js";
import { board, boardId, panel } from "./dom.js";
import { ask } from "./http.js";
import { refresh, refreshFooters } from "./rows.js";

const DEBOUNCE = 200;
const AGAIN = 3000;
const HIDDEN = 30000;

let source = null;
let items = new Set();
let whole = false;
let latest = 0;
let timer = null;
let asleep = null;
let quietUntil = 0;

function listen() {
  if (source || !boardId()) return;
  source = new EventSource(`/live?${new URLSearchParams({ board: boardId(), after: known() })}`);
  source.addEventListener("board", (event) => changed(JSON.parse(event.data)));
  source.addEventListener("notification", ringBell);
  source.addEventListener("gone", () => location.reload());
  source.addEventListener("presence", (event) => {
    document.dispatchEvent(new CustomEvent("board:presence", { detail: JSON.parse(event.data) }));
  });
  source.addEventListener("error", () => {
    if (source?.readyState !== EventSource.CLOSED) return;
    hangUp();
    setTimeout(listen, AGAIN + 2000 * Math.random());
  });
}

function hangUp() {
  source?.close();
  source = null;
}

/** Number of the last event that this page shows or has heard of. */
const known = () => Math.max(latest, seq(), Number(panel()?.dataset.seq ?? 0));

function changed(signal) {
  if (signal.seq <= seq()) return;
  latest = Math.max(latest, signal.seq);
  signal.items.forEach((item) => items.add(item));
  whole ||= signal.structure || signal.bulk;
  timer ??= setTimeout(apply, Math.max(0, quietUntil - Date.now()));
}

async function apply() {
  timer = null;
  if (whole && isTyping()) {
    timer = setTimeout(apply, 500);
    return;
  }
  const [some, all, upTo] = [[...items], whole, latest];
  items = new Set();
  whole = false;
  quietUntil = Date.now() + DEBOUNCE;
  try {
    if (all && board()) await catchUp(upTo);
    else if (board()) await Promise.all([refresh(some, { flash: true }), refreshFooters()]);
    if (board()) board().dataset.seq = Math.max(seq(), upTo);
    document.dispatchEvent(new CustomEvent("board:items", { detail: { items: some } }));
  } catch {
    some.forEach((item) => items.add(item));
    whole ||= all;
    timer ??= setTimeout(apply, AGAIN);
  }
}

async function ringBell() {
  const fresh = await ask("GET", "/notifications/unread").catch(() => null);
  if (fresh === null) return;
  document.querySelectorAll("#unread").forEach((place) => (place.outerHTML = fresh));
}

// A page that nobody sees lets go of its connection: browsers allow few of them.
document.addEventListener("visibilitychange", () => {
  clearTimeout(asleep);
  if (document.hidden) asleep = setTimeout(hangUp, HIDDEN);
  else if (!source) {
    listen();
    ringBell();
  }
});

listen();
