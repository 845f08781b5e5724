// A login that ended while the page was open: once the reader has logged in again in another tab,
// this page takes over the new login's token, so that what was typed can still be sent.
let ended = false;
let waiting = [];

const box = () => document.getElementById("signed-out");

document.addEventListener("problem", (event) => {
  ended ||= event.detail.code === "signed_out" || event.detail.code === "stale_page";
});

document.addEventListener("visibilitychange", renew);
window.addEventListener("focus", renew);

/** Ask the reader to log in again; resolves when they have. A page that is only stale may need no asking. */
export async function signedInAgain(code) {
  ended = true;
  if (code === "stale_page" && (await renew())) return;
  if (!box().open) box().showModal();
  await new Promise((resolve) => waiting.push(resolve));
}

async function renew() {
  if (!ended || document.hidden) return false;
  const answer = await fetch("/me/page-token", { headers: { Accept: "application/json" } }).catch(() => null);
  if (!answer?.ok) return false;
  const { token } = await answer.json();
  ended = false;
  document.body.dataset.csrf = token;
  document.body.setAttribute("hx-headers:inherited", JSON.stringify({ "X-CSRF-Token": token }));
  for (const field of document.querySelectorAll("input[name=csrf_token]")) field.value = token;
  if (box()?.open) box().close();
  waiting.splice(0).forEach((resolve) => resolve());
  return true;
}

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-signed-in]")) renew();
});
