/* Handing in what is kept: again and again until the server says it has it, each under its key, so
   that what arrives twice counts once. */
const MOST_AT_ONCE = 20;
const SOONEST = 5_000;
const LATEST = 300_000;
const PATIENCE = 30_000;
const UNREADABLE = [400, 413, 422];
const GONE = [404, 410];

const sent = ({ key, version, language, page, started, changed, finished, answers }) => ({
  key, version, language, page, started, changed, finished, answers,
});

export class Handing {
  /** `changed` is called after each attempt with what is known of the kiosk. */
  constructor(store, address, changed) {
    Object.assign(this, { store, address, changed });
    this.pause = SOONEST;
    this.most = MOST_AT_ONCE;
    this.isBusy = false;
    addEventListener("online", () => this.now());
  }

  /** Try at once; with nothing to hand in, the server still hears that the tablet is there. */
  async now() {
    clearTimeout(this.timer);
    if (this.isBusy) {
      this.isWanted = true;
      return;
    }
    this.isBusy = true;
    let heard = null;
    try {
      heard = await this.round();
    } finally {
      this.isBusy = false;
    }
    this.pause = heard?.isTaken ? SOONEST : Math.min(this.pause * 2, LATEST);
    const rest = await this.store.waiting();
    const isNext = heard?.isTaken && (rest.length || this.isWanted);
    this.isWanted = false;
    this.timer = setTimeout(() => this.now(), isNext ? 0 : rest.length ? this.pause : LATEST);
    this.changed({ ...heard, waiting: rest.length });
  }

  async round() {
    const batch = (await this.store.waiting()).slice(0, this.most);
    let answer;
    try {
      answer = await fetch(this.address, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ now: new Date().toISOString(), responses: batch.map(sent) }),
        signal: AbortSignal.timeout(PATIENCE),
        credentials: "omit",
      });
    } catch {
      return null; // no network: it stays and is tried again
    }
    if (UNREADABLE.includes(answer.status)) return this.setAside(batch, answer.status);
    if (!answer.ok) return { isGone: GONE.includes(answer.status) };
    const known = await answer.json();
    for (const record of batch) await this.settle(record, known.taken[record.key]);
    this.most = MOST_AT_ONCE;
    return { isTaken: true, begins: known.begins };
  }

  /** What cannot be read is found by sending one at a time, and put aside so that others pass. */
  async setAside(batch, status) {
    if (batch.length === 1) await this.settle(batch[0], `refused ${status}`);
    this.most = 1;
    return { isTaken: batch.length > 0 };
  }

  settle(record, outcome) {
    if (outcome === "kept" || outcome === "known") return this.store.forget(record.key);
    return outcome && this.store.keep({ ...record, refused: outcome });
  }
}
