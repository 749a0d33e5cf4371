/* Keeps what a kiosk needs to open without a network: all its parts of one release, or none.

   The page says which kiosk it is; the server lists the parts. A part that is kept is never asked
   for again, so that page, scripts and questionnaire always belong together. */
const NAME = "heed-kiosk";

async function takeAlong(address) {
  const answer = await fetch(`${address}parts/`, { cache: "no-store", credentials: "omit" });
  if (!answer.ok) return null;
  const { release, parts } = await answer.json();
  const name = `${NAME} ${address} ${release}`;
  const cache = await caches.open(name);
  if (!(await cache.keys()).length) {
    await cache.addAll(parts.map((each) => new Request(each, { cache: "reload" })));
  }
  const others = (await caches.keys()).filter((each) => each.startsWith(NAME) && each !== name);
  await Promise.all(others.map((each) => caches.delete(each)));
  return release;
}

async function tellWhatIsHere(client, address) {
  let release = null;
  try {
    release = await takeAlong(address);
  } catch {
    return; // no network: what is here stays
  }
  client.postMessage({ release });
}

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("message", (event) => {
  event.waitUntil(tellWhatIsHere(event.source, event.data.address));
});
addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== location.origin) return;
  event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)));
});
