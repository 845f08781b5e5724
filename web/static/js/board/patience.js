// A request that the server cannot answer for now is sent again until it can; one whose login ended, after the next one.
import { signedInAgain } from "../session.js";
import { toast } from "../toast.js";
import { say } from "./dom.js";
import { isPassing, Problem } from "./http.js";
import { mark, unmark } from "./state.js";

const WAITS = [1, 2, 4, 8, 15];
let unsent = 0;

export const waits = () => unsent > 0;

/**
 * What `send` resolves to in the end, or the refusal that it throws. `onWait` hears that it is on hold. What must not be
 * done twice is `once`: sent again only where it was certainly not done, because the login had ended.
 */
export async function patiently(send, { onWait = () => {}, once = false } = {}) {
  let held = false;
  try {
    for (let tries = 0; ; tries += 1) {
      try {
        return await send();
      } catch (error) {
        const ended = isEnded(error);
        if (!ended && (once || !isPassing(error))) throw error;
        if (!held) hold(ended);
        held = true;
        onWait();
        await (ended ? signedInAgain(error.members.code) : rest(WAITS[Math.min(tries, WAITS.length - 1)]));
      }
    }
  } finally {
    if (held) letGo();
  }
}

const isEnded = (error) => error instanceof Problem && ["signed_out", "stale_page"].includes(error.members.code);

function hold(ended) {
  unsent += 1;
  mark("unsent");
  if (unsent === 1 && !ended) toast(say("unsent"), { bad: true });
}

function letGo() {
  unsent -= 1;
  unmark("unsent");
  if (unsent === 0) toast(say("sent"));
}

function rest(seconds) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, 1000 * seconds);
    window.addEventListener("online", () => (clearTimeout(timer), resolve()), { once: true });
  });
}
