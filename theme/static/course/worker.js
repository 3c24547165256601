// Answers from the pages that a learner keeps, and only when the network does not, or not soon: a fresh page comes first.
const folder = new URL("./", self.location).pathname;
const NAME = `course:${folder.split("/").at(-2)}`;
// How long the network may take, in milliseconds: on a train it may accept a request and never answer. After a request that
// failed, the others wait less, until one succeeds.
const PATIENT = 4000;
const IMPATIENT = 200;
let patience = PATIENT;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== self.location.origin) return;
  if (!request.destination && request.cache === "no-cache") return; // offline.js requests the current file
  event.respondWith(answer(request));
});

async function answer(request) {
  const kept = await find(request);
  if (!kept) return fetch(request);
  const network = fetch(request).then((fresh) => ((patience = PATIENT), fresh));
  const late = new Promise((resolve) => setTimeout(resolve, patience, kept));
  const first = await Promise.race([network, late]).catch(() => kept);
  if (first === kept) patience = IMPATIENT;
  return first;
}

async function find(request) {
  if (!(await caches.has(NAME))) return;
  return (await caches.open(NAME)).match(request, { ignoreSearch: true, ignoreVary: true });
}
