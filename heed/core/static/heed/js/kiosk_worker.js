/* Keeps what a kiosk needs to open without a network: all its parts of one release, or none.

   The page says which kiosk it is; the server lists the parts. A part that is kept is never asked
   for again, so that page, scripts and questionnaire always belong together. */
const NAME = "heed-kiosk";

async function takeAlong(address, language) {
  const headers = { "Accept-Language": language }; // as the page was asked for
  const answer = await fetch(`${address}parts/`, { headers, cache: "no-store" });
  if (!answer.ok) return null;
  const { release, parts } = await answer.json();
  const name = `${NAME} ${address} ${release}`;
  const cache = await caches.open(name);
  if (!(await cache.keys()).length) {
    await cache.addAll(parts.map((each) => new Request(each, { headers, cache: "reload" })));
  }
  const others = (await caches.keys()).filter((each) => each.startsWith(NAME) && each !== name);
  await Promise.all(others.map((each) => caches.delete(each)));
  return release;
}

async function tellWhatIsHere(client, { address, language }) {
  let release = null;
  try {
    release = await takeAlong(address, language);
  } catch {
    return; // no network: what is here stays
  }
  client.postMessage({ release });
}

async function kept(request) {
  const found = await caches.match(request, { ignoreVary: true }); // taken along by another caller
  return found ?? fetch(request);
}

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("message", (event) => {
  event.waitUntil(tellWhatIsHere(event.source, event.data));
});
addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== location.origin) return;
  event.respondWith(kept(request));
});
