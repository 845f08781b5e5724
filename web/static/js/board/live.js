// What others do appears here: the server says that something changed, this page asks for it with its own rights.
import { catchUp, isTyping, seq } from "./area.js";
import { board, boardId, panel } from "./dom.js";
import { refreshFooters } from "./footers.js";
import { ask } from "./http.js";
import { refresh } from "./rows.js";

const DEBOUNCE = 200;
const BULK = 2000;
const AGAIN = 3000;
const HIDDEN = 30000;

let source = null;
let items = new Set();
let whole = false;
let many = false;
let latest = 0;
let timer = null;
let asleep = null;
let quietUntil = 0;
let manyFrom = 0;

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
  whole ||= signal.structure;
  many ||= signal.bulk;
  plan();
}

/** Single items come after a breath. Work that goes on with thousands tells of each of its parts: the board keeps still longer. */
function plan(wait = 0) {
  const due = items.size || whole ? quietUntil : Math.max(quietUntil, manyFrom);
  clearTimeout(timer);
  timer = setTimeout(apply, Math.max(wait, due - Date.now()));
}

async function apply() {
  const all = whole || (many && Date.now() >= manyFrom);
  if (all && isTyping()) {
    plan(500);
    return;
  }
  const [some, upTo, before] = [[...items], latest, { whole, many }];
  items = new Set();
  if (all) whole = many = false;
  quietUntil = Date.now() + DEBOUNCE;
  try {
    if (all && board()) await drawAnew(upTo);
    else if (board()) await Promise.all([refresh(some, { flash: true }), refreshFooters()]);
    if (board() && !many) board().dataset.seq = Math.max(seq(), upTo);
    document.dispatchEvent(new CustomEvent("board:items", { detail: { items: some } }));
    if (many) plan();
  } catch {
    some.forEach((item) => items.add(item));
    whole ||= before.whole;
    many ||= before.many;
    plan(AGAIN);
  }
}

async function drawAnew(upTo) {
  manyFrom = Date.now() + BULK;
  await catchUp(upTo);
  manyFrom = Date.now() + BULK;
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
