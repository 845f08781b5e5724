// The service worker keeps one page: what is shown when a page is asked for and the server cannot be reached.
const KEPT = "rouage-offline";
const PAGE = "/offline";

/** The page, and the files of ours that it names. */
async function keep() {
  const cache = await caches.open(KEPT);
  const answer = await fetch(PAGE, { cache: "reload" });
  const text = await answer.clone().text();
  const files = [...text.matchAll(/(?:href|src)="(\/static\/[^"#]+)/g)].map((found) => found[1]);
  await cache.put(PAGE, answer);
  await Promise.allSettled([...new Set(files)].map((file) => cache.add(file)));
}

/** From the server; without it, `kept`. */
async function answer(request, kept) {
  try {
    return await fetch(request);
  } catch (error) {
    return (await caches.match(kept)) ?? Promise.reject(error);
  }
}

self.addEventListener("install", (event) => event.waitUntil(keep().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(answer(request, PAGE));
  else if (!navigator.onLine && new URL(request.url).pathname.startsWith("/static/")) event.respondWith(answer(request, request));
});
