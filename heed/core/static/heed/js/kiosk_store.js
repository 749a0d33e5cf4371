/* What people answered at this tablet, kept until the server has it: one record for each response.

   `state` is "open" while somebody answers, "done" or "left" when she has finished or gone away;
   `refused` says why the server will never take it. */
const NAME = "heed-kiosk";
const RESPONSES = "responses";

const settled = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

export class Store {
  /** The records of one kiosk; rejects where this browser keeps nothing. */
  static async open(kiosk) {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(RESPONSES, { keyPath: "key" });
    };
    const database = await settled(request);
    await navigator.storage?.persist?.();
    return new Store(database, kiosk);
  }

  constructor(database, kiosk) {
    Object.assign(this, { database, kiosk });
  }

  act(mode, action) {
    const transaction = this.database.transaction(RESPONSES, mode, { durability: "strict" });
    const request = action(transaction.objectStore(RESPONSES));
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  }

  keep(record) {
    return this.act("readwrite", (responses) => responses.put({ ...record, kiosk: this.kiosk }));
  }

  forget(key) {
    return this.act("readwrite", (responses) => responses.delete(key));
  }

  async all() {
    const found = await this.act("readonly", (responses) => responses.getAll());
    return found.filter(({ kiosk }) => kiosk === this.kiosk);
  }

  async waiting() {
    const all = await this.all();
    return all.filter(({ state, refused }) => state !== "open" && !refused);
  }
}
