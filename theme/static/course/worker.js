// Answers from what a learner chose to keep, and only when the network does not: a fresh page always comes first.
const folder = new URL("./", self.location).pathname;
const NAME = `course:${folder.split("/").at(-2)}`;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== self.location.origin) return;
  event.respondWith(answer(request));
});

async function answer(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const cache = (await caches.has(NAME)) && (await caches.open(NAME));
    const found = cache && (await cache.match(request, { ignoreSearch: true, ignoreVary: true }));
    if (found) return found;
    throw error;
  }
}
