/* What stands around the questions: which part is on the screen, and its words. */
import { piped } from "./kiosk_walk.js";

const find = (id) => document.getElementById(id);
const PARTS = ["start", "asking", "thanks", "over", "unfit"];

const escaped = (text) => {
  const node = document.createElement("p");
  node.textContent = text;
  return node.innerHTML;
};

export class Frame {
  constructor() {
    this.idle = find("idle");
    this.questions = find("questions");
    this.texts = {};
  }

  listen({ begin, speak, next, back, stop, restart, touch }) {
    find("begin").addEventListener("click", begin);
    find("stop").addEventListener("click", stop);
    find("back").addEventListener("click", back);
    find("to-start").addEventListener("click", restart);
    find("go-on").addEventListener("click", () => this.idle.close());
    find("asking").addEventListener("submit", (event) => {
      event.preventDefault();
      next();
    });
    this.questions.addEventListener("input", (event) => touch(event.target));
    for (const button of document.querySelectorAll("[data-speak]")) {
      button.addEventListener("click", () => speak(button.dataset.speak));
    }
    document.addEventListener("click", (event) => this.follow(event));
  }

  /** A link to a question leads there; any other would leave the kiosk. */
  follow(event) {
    const link = event.target.closest("main a");
    if (!link || link.dataset.leads) return;
    event.preventDefault();
    link.leadsTo?.focus();
  }

  speak({ language, title, introduction, texts }) {
    this.texts = texts;
    document.documentElement.lang = language;
    for (const node of document.querySelectorAll("[data-text]")) {
      node.textContent = texts[node.dataset.text];
    }
    for (const node of document.querySelectorAll("[data-label]")) {
      node.setAttribute("aria-label", texts[node.dataset.label]);
    }
    for (const node of document.querySelectorAll("[data-title]")) {
      node.textContent = title || node.dataset.title;
    }
    find("introduction").textContent = introduction;
    for (const button of document.querySelectorAll("[data-speak]")) {
      button.setAttribute("aria-pressed", String(button.dataset.speak === language));
    }
  }

  get isThanking() {
    return !find("thanks").hidden;
  }

  show(part) {
    const isNew = find(part).hidden;
    for (const each of PARTS) find(each).hidden = each !== part;
    document.body.dataset.part = part;
    if (isNew && part !== "start") find(part).querySelector("h1")?.focus();
  }

  drawPage(pages, page) {
    const place = pages.indexOf(page);
    const count = (all) => all.reduce((sum, each) => sum + each.questions.length, 0);
    find("way-text").textContent = this.texts.way
      .replace("%(number)s", place + 1)
      .replace("%(count)s", pages.length);
    find("way").hidden = pages.length < 2;
    find("way-bar").value = Math.round((count(pages.slice(0, place)) / count(pages)) * 100);
    find("page-title").textContent = page.title;
    find("page-text").textContent = page.description;
    find("page-title").hidden = !page.title;
    find("page").hidden = !page.title && !page.description;
    find("back").hidden = place === 0;
    find("next").textContent = place === pages.length - 1 ? this.texts.send : this.texts.next;
    if (this.page !== page.name) {
      this.page = page.name;
      find("problems").hidden = true;
      scrollTo(0, 0);
      find("asking").querySelector("h1").focus({ preventScroll: true });
    }
  }

  complain(faulty) {
    const lines = faulty.map(([drawn, said]) => {
      const link = document.createElement("a");
      link.href = `#${drawn.name}`;
      link.textContent = drawn.title;
      link.leadsTo = drawn;
      const line = document.createElement("li");
      line.append(link, `: ${said}`);
      return line;
    });
    find("problem-list").replaceChildren(...lines);
    find("problems").hidden = !lines.length;
    if (lines.length) find("problems").focus();
  }

  thank({ thanks }, told) {
    const words = find("thanks-words");
    words.hidden = !thanks;
    const known = new Map([...told].map(([name, text]) => [name, escaped(text)]));
    words.innerHTML = piped(thanks, known);
    find("thanks-kept").hidden = Boolean(thanks);
    this.show("thanks");
  }

  countDown(seconds) {
    find("idle-text").textContent = this.texts.put_away.replace("%(seconds)s", seconds);
  }

  tell({ waiting, refused, isGone }) {
    const said = [
      waiting && this.counted("waiting", waiting),
      refused && this.counted("refused", refused),
      isGone && this.texts.no_link,
    ].filter(Boolean);
    find("mark").textContent = said.join(" · ");
    find("mark").hidden = !said.length;
  }

  counted(name, n) {
    return (n === 1 ? this.texts[`${name}_one`] : this.texts[name]).replace("%(n)s", n);
  }

  /** Nothing of the person before is left in the page. */
  forget() {
    this.page = null;
    this.questions.replaceChildren();
    find("problem-list").replaceChildren();
    find("thanks-words").replaceChildren();
    find("page-title").textContent = find("page-text").textContent = "";
  }
}
