// Requests of our own scripts: the login's token, the server's messages, and refusals as errors.

/** A refusal: `status`, and the members of the server's problem (`detail`, `field`, `errors`, `version` …). */
export class Problem extends Error {
  constructor(status, members) {
    super(members.detail ?? "");
    this.status = status;
    this.members = members;
  }

  /** The sentence to show: that of the first wrong field. */
  get sentence() {
    return this.members.errors?.[0]?.detail ?? this.members.detail ?? this.message;
  }
}

/** Resolves to the answer's text. Throws Problem for a refusal, TypeError when the server cannot be reached. */
export async function ask(method, path, fields = null) {
  const headers = { "HX-Request": "true", "X-CSRF-Token": document.body.dataset.csrf };
  const body = fields && new URLSearchParams(pairs(fields));
  const answer = await fetch(path, { method, headers, body });
  const messages = JSON.parse(answer.headers.get("HX-Trigger") ?? "{}");
  if (!answer.ok) throw new Problem(answer.status, messages.problem ?? { detail: await answer.text() });
  for (const [name, detail] of Object.entries(messages)) {
    document.dispatchEvent(new CustomEvent(name, { detail }));
  }
  if (method !== "GET") document.dispatchEvent(new CustomEvent("board:written"));
  return answer.text();
}

/** Whether it is worth sending again as it is: the server cannot be reached, or is not itself. */
export function isPassing(error) {
  return !(error instanceof Problem) || error.status >= 500 || error.status === 429;
}

function pairs(fields) {
  return Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one) => [name, one]));
}

// What htmx sends counts as well.
document.addEventListener("htmx:after:request", (event) => {
  const method = event.detail.ctx?.request?.method;
  if (method && method !== "GET") document.dispatchEvent(new CustomEvent("board:written"));
});
