/* A tablet that asks on site: start, questions page by page, thanks, start again; with a network or
   without. What is answered is kept from the first touch and handed in when there is a network. */
import { answersFrom } from "./kiosk_fields.js";
import { Handing } from "./kiosk_handing.js";
import { Frame } from "./kiosk_frame.js";
import { problemsOf, sentence } from "./kiosk_rules.js";
import { Attention, PUT_AWAY_AFTER, offerWholeScreen, stayAwake } from "./kiosk_screen.js";
import { Store } from "./kiosk_store.js";
import { lotsOf, walk } from "./kiosk_walk.js";
import { Drawing } from "./kiosk_drawing.js";

const THANKS_LAST = 10_000;
const ASK_FOR_NEWS_AFTER = 600_000;

const facts = document.body.dataset;
const frame = new Frame();
const isoNow = () => new Date().toISOString();
const releaseKey = "heed-kiosk-release";
const overKey = `heed-kiosk-${facts.kiosk}-over`;

class Kiosk {
  constructor(store) {
    this.store = store;
    this.handing = new Handing(store, facts.answers, (heard) => this.hear(heard));
    this.attention = new Attention(frame.idle, {
      say: (seconds) => frame.countDown(seconds),
      leave: () => this.putAway(),
    });
    this.asking = null;
  }

  async open() {
    frame.listen({
      begin: () => this.begin(),
      speak: (language) => this.speak(language),
      next: () => this.next(),
      back: () => this.back(),
      stop: () => this.putAway(),
      restart: () => this.restart(),
      touch: (field) => this.touch(field),
    });
    await this.speak(facts.language);
    const resumed = await this.findLeft();
    if (resumed) await this.resume(resumed);
    else this.restart();
    await this.count();
    this.handing.now();
  }

  async speak(language) {
    const known = await fetch(`${facts.address}questionnaire/${language}/`);
    this.known = await known.json();
    frame.speak(this.known);
  }

  /** The response somebody was at when the page went away; longer ago, it is put away. */
  async findLeft() {
    const open = (await this.store.all()).filter(({ state }) => state === "open");
    const isFresh = ({ changed, version }) =>
      Date.now() - Date.parse(changed) < PUT_AWAY_AFTER && version === this.known.version;
    const [resumed, ...others] = open.toSorted((a, b) => (a.changed < b.changed ? 1 : -1));
    const left = resumed && !isFresh(resumed) ? open : others;
    for (const record of left) await this.store.keep({ ...record, state: "left" });
    return left === open ? null : resumed;
  }

  get isOver() {
    const until = facts.until && Date.parse(facts.until) <= Date.now();
    return Boolean(until || localStorage.getItem(overKey));
  }

  async begin() {
    const { plan, version, language } = this.known;
    const key = crypto.randomUUID();
    const record = {
      key, version, language, state: "open", page: "", started: isoNow(), changed: isoNow(),
      finished: null, fields: {}, answers: {},
    };
    await this.ask(record, plan);
  }

  async resume(record) {
    if (record.language !== this.known.language) await this.speak(record.language);
    await this.ask(record, this.known.plan);
  }

  async ask(record, plan) {
    const lots = await lotsOf(plan, record.key);
    this.asking = { record, lots, drawing: new Drawing(this.known.html) };
    for (const { name } of plan.pages.flatMap((page) => page.questions)) {
      const drawn = this.asking.drawing.get(name);
      if (drawn && record.fields[name]) drawn.fields = record.fields[name];
    }
    this.attention.start();
    this.turnTo(record.page);
  }

  get walked() {
    const { record, lots } = this.asking;
    return walk(this.known.plan, record.answers, lots);
  }

  placeOf(name) {
    return this.known.plan.pages.findIndex((page) => page.name === name);
  }

  /** Show the page of that name, or the next one that is shown. */
  turnTo(name) {
    const { record } = this.asking;
    const { pages } = this.walked;
    const page = pages.find((each) => this.placeOf(each.name) >= this.placeOf(name)) ?? pages.at(-1);
    record.page = page.name;
    this.draw();
    frame.show("asking");
  }

  draw() {
    const { record, drawing } = this.asking;
    const { pages, told } = this.walked;
    const page = pages.find(({ name }) => name === record.page);
    if (!page) {
      this.turnTo(record.page);
      return;
    }
    frame.drawPage(pages, page);
    drawing.show(frame.questions, page, told);
  }

  async touch(field) {
    const { record, drawing } = this.asking;
    const drawn = drawing.around(field);
    if (!drawn) return;
    drawn.settle(field);
    record.fields[drawn.name] = drawn.fields;
    const asked = this.walked.asked.get(drawn.name);
    Object.assign(record.answers, answersFrom(asked, drawn.fields));
    record.changed = isoNow();
    this.draw();
    await this.store.keep(record);
  }

  /** What is wrong with a page, said beside its questions; whether there is something. */
  complain(page) {
    const { drawing } = this.asking;
    const faulty = [];
    for (const asked of page.questions) {
      const problems = [...problemsOf(asked)].map((each) => sentence(this.known.texts, each));
      drawing.get(asked.name).complain(problems);
      if (problems.length) faulty.push([drawing.get(asked.name), problems.join(" ")]);
    }
    frame.complain(faulty);
    return faulty.length > 0;
  }

  async next() {
    const { record } = this.asking;
    const { pages } = this.walked;
    const page = pages.find(({ name }) => name === record.page);
    if (this.complain(page)) return;
    const after = pages[pages.indexOf(page) + 1];
    if (after) {
      this.turnTo(after.name);
      await this.store.keep(record);
      return;
    }
    const faulty = pages.find((each) => each.questions.some((asked) => !problemsOf(asked).next().done));
    if (faulty) {
      this.turnTo(faulty.name);
      this.complain(faulty);
    } else await this.finish();
  }

  async back() {
    const { record } = this.asking;
    const before = this.walked.pages.filter(
      ({ name }) => this.placeOf(name) < this.placeOf(record.page),
    );
    if (before.length) this.turnTo(before.at(-1).name);
    await this.store.keep(record);
  }

  async finish() {
    const { record } = this.asking;
    const { told } = this.walked;
    record.finished = record.changed = isoNow();
    await this.store.keep({ ...record, state: "done", fields: {} });
    this.close();
    frame.thank(this.known, told);
    this.thanking = setTimeout(() => this.restart(), THANKS_LAST);
    await this.count();
    this.handing.now();
  }

  /** An answer somebody went away from counts as begun; one nobody touched is nothing. */
  async putAway() {
    const { record } = this.asking;
    const isTouched = Object.values(record.answers).some((each) => each !== null);
    if (isTouched) await this.store.keep({ ...record, state: "left", fields: {} });
    else await this.store.forget(record.key);
    this.close();
    await this.restart();
    await this.count();
    this.handing.now();
  }

  close() {
    this.attention.stop();
    this.asking = null;
    frame.forget();
  }

  async restart() {
    clearTimeout(this.thanking);
    frame.forget();
    if (this.known.language !== facts.language) await this.speak(facts.language);
    frame.show(this.isOver ? "over" : "start");
    this.renew(this.release);
  }

  hear({ isTaken, isGone, begins } = {}) {
    if (isTaken && begins) localStorage.removeItem(overKey);
    if (isTaken && begins === false) localStorage.setItem(overKey, "1");
    if (!this.asking && !frame.isThanking) frame.show(this.isOver ? "over" : "start");
    this.count(isGone);
  }

  async count(isGone = false) {
    const all = await this.store.all();
    const waiting = (await this.store.waiting()).length;
    frame.tell({ waiting, refused: all.filter(({ refused }) => refused).length, isGone });
  }

  /** What is newer than this page is shown once nobody is in the middle of it. */
  renew(release) {
    this.release = release;
    if (release) document.body.dataset.taken = release; // all of it is here, network or not
    const isNews = release && release !== facts.release;
    if (!isNews || this.asking || frame.isThanking) return;
    if (sessionStorage.getItem(releaseKey) === release) return; // read anew for it before
    sessionStorage.setItem(releaseKey, release);
    location.reload();
  }
}

async function takeAlong(kiosk) {
  if (!navigator.serviceWorker) return;
  navigator.serviceWorker.addEventListener("message", ({ data }) => kiosk.renew(data.release));
  await navigator.serviceWorker.register(facts.worker, { scope: facts.scope });
  const { active } = await navigator.serviceWorker.ready;
  const ask = () => active.postMessage({ address: facts.address, language: facts.language });
  ask();
  setInterval(ask, ASK_FOR_NEWS_AFTER);
  addEventListener("online", ask);
}

async function start() {
  let store;
  try {
    store = await Store.open(Number(facts.kiosk));
  } catch {
    frame.show("unfit"); // such as a private window; the ordinary page still works
    return;
  }
  const kiosk = new Kiosk(store);
  await kiosk.open();
  await takeAlong(kiosk);
}

offerWholeScreen(document.getElementById("whole-screen"));
stayAwake();
start();
