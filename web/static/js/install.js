// Rouage can be installed: the service worker answers when the server cannot be reached.
navigator.serviceWorker?.register("/sw.js").catch(() => null);

// The page that stands in for the one asked for opens it as soon as it can.
const again = document.querySelector("[data-again]");
if (again) {
  again.addEventListener("click", () => location.reload());
  window.addEventListener("online", () => location.reload());
}
