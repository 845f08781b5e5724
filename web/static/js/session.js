// A login that ended while the page was open: once the reader has logged in again in another tab,
// this page takes over the new login's token, so that what was typed can still be sent.
let ended = false;

document.addEventListener("problem", (event) => {
  ended ||= event.detail.code === "signed_out" || event.detail.code === "stale_page";
});

document.addEventListener("visibilitychange", renew);
window.addEventListener("focus", renew);

async function renew() {
  if (!ended || document.hidden) return;
  const answer = await fetch("/me/page-token", { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const { token } = await answer.json();
  ended = false;
  document.body.dataset.csrf = token;
  document.body.setAttribute("hx-headers:inherited", JSON.stringify({ "X-CSRF-Token": token }));
  for (const field of document.querySelectorAll("input[name=csrf_token]")) field.value = token;
}
