/* The questions on the screen: HTML drawn by the server, of which this shows, orders and fills what
   the walk says. Made anew for each person, so that nothing of the one before is left. */
import { piped } from "./kiosk_walk.js";
import { showSum } from "./sums.js";

const FIELDS = "input, select, textarea";

const copyOf = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

function textsIn(node) {
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const text = walker.currentNode;
    const said = text.data;
    if (said.includes("{")) found.push((told) => (text.data = piped(said, told)));
  }
  for (const labelled of node.querySelectorAll("[aria-label*='{']")) {
    const said = labelled.getAttribute("aria-label");
    found.push((told) => labelled.setAttribute("aria-label", piped(said, told)));
  }
  return found;
}

/** What can be put into another order, by its value, row or number. */
function itemsIn(name, node) {
  const rest = (element) => element.querySelector(FIELDS).name.slice(name.length + 1);
  const rows = [...node.querySelectorAll(".ranks__row, .grid__row")];
  if (rows.length) return rows.map((element) => ({ element, key: rest(element) }));
  const tables = [...node.querySelectorAll(".card, .sets")];
  if (tables.length) {
    return tables.map((element) => ({
      element,
      key: rest(element).slice(0, rest(element).lastIndexOf(".")),
    }));
  }
  const options = [...node.querySelectorAll("option[value]:not([value=''])")];
  const picks = [...node.querySelectorAll("input:is([type=radio], [type=checkbox])")]
    .filter((field) => field.name === name)
    .map((field) => ({ element: field.closest("label"), key: field.value }));
  return [...options.map((element) => ({ element, key: element.value })), ...picks];
}

class Drawn {
  constructor(name, html) {
    const template = document.createElement("template");
    template.innerHTML = html;
    this.name = name;
    this.node = template.content.firstElementChild;
    this.texts = textsIn(this.node);
    this.items = itemsIn(name, this.node);
    this.heads = [...this.node.querySelectorAll(".sets")].map((table) => this.head(table));
    this.order = "";
    if (this.items.length) {
      this.anchor = document.createComment("");
      this.items[0].element.before(this.anchor);
    }
  }

  head(table) {
    return [table.caption, table.tHead.rows[0].cells[1]].map((cell) => cell.textContent);
  }

  get fields() {
    const found = {};
    for (const field of this.node.querySelectorAll(FIELDS)) {
      const isChoice = field.type === "radio" || field.type === "checkbox";
      if (isChoice && !field.checked) continue;
      (found[field.name] ??= []).push(field.value);
    }
    return found;
  }

  set fields(known) {
    for (const field of this.node.querySelectorAll(FIELDS)) {
      const values = known[field.name] ?? [];
      if (field.type === "radio" || field.type === "checkbox") {
        field.checked = values.includes(field.value);
      } else if (field.type !== "hidden") field.value = values[0] ?? "";
    }
  }

  show(asked, told) {
    for (const fill of this.texts) fill(told);
    if (asked.question.isRandom || asked.question.from) this.arrange(asked);
    if (asked.question.type === "expression") this.node.hidden = asked.value === null;
    this.mark(asked.isRequired);
    for (const scope of this.node.querySelectorAll("[data-total]")) showSum(scope);
  }

  /** Say beside the title that an answer is needed, where it is. */
  mark(isRequired) {
    const title = this.node.querySelector(".ask__title");
    const needed = title?.querySelector(".ask__needed");
    if (needed) needed.hidden = !isRequired;
    else if (title && isRequired) title.append(copyOf("needed"));
  }

  arrange({ rows, sets, choices, comment }) {
    const wanted = rows.length ? rows : sets.length ? sets : choices;
    const keys = wanted.map(({ key, value }) => String(key ?? value));
    const order = JSON.stringify(wanted.map(({ key, value, text }) => [key ?? value, text, comment]));
    if (order === this.order) return;
    this.order = order;
    const left = [...this.items];
    for (const { element } of this.items) element.remove();
    keys.forEach((key, place) => {
      const at = left.findIndex((item) => item.key === key);
      const [{ element }] = left.splice(at, 1);
      if (key === "other") this.word(element, wanted[place].text);
      this.anchor.before(element);
    });
    this.number(keys.length);
  }

  /** Own words carried forward stand where “other” is offered. */
  word(element, text) {
    (element.querySelector("label, span") ?? element).textContent = text;
  }

  number(count) {
    const tables = [...this.node.querySelectorAll(".sets")];
    tables.forEach((table, place) => {
      [table.caption.textContent, table.tHead.rows[0].cells[1].textContent] = this.heads[place];
    });
    for (const option of this.node.querySelectorAll(".ranks__row option")) {
      option.hidden = Number(option.value) > count;
    }
  }

  /** A code for no value and a value exclude each other. */
  settle(field) {
    const codes = [...this.node.querySelectorAll("input")].filter(
      (each) => each.name === `${this.name}-missing`,
    );
    if (!codes.length || !this.isGiven(field)) return;
    const isCode = codes.includes(field);
    for (const each of this.node.querySelectorAll(FIELDS)) {
      if (each === field || (!isCode && !codes.includes(each))) continue;
      if (each.type === "radio" || each.type === "checkbox") each.checked = false;
      else if (each.type !== "hidden") each.value = "";
    }
  }

  isGiven(field) {
    const isChoice = field.type === "radio" || field.type === "checkbox";
    return isChoice ? field.checked : Boolean(field.value);
  }

  /** Say beside the question what is wrong; nothing takes it away again. */
  complain(sentences) {
    this.node.querySelector(".field__error")?.remove();
    this.node.classList.toggle("ask--faulty", sentences.length > 0);
    const field = this.node.matches("fieldset") ? this.node : this.node.querySelector(FIELDS);
    field?.removeAttribute("aria-describedby");
    if (!sentences.length) return;
    const problem = copyOf("problem");
    problem.id = `problem-${this.name}`;
    problem.querySelector("span").textContent = sentences.join(" ");
    const title = this.node.querySelector(".ask__title");
    (this.node.querySelector(".ask__hint[id]") ?? title).after(problem);
    field?.setAttribute("aria-describedby", problem.id);
  }

  get title() {
    return [...(this.node.querySelector(".ask__title")?.childNodes ?? [])]
      .filter((each) => each.nodeType === Node.TEXT_NODE)
      .map((each) => each.data)
      .join("");
  }

  focus() {
    this.node.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  }
}

export class Drawing {
  constructor(html) {
    this.drawn = new Map(Object.entries(html).map(([name, each]) => [name, new Drawn(name, each)]));
  }

  get(name) {
    return this.drawn.get(name);
  }

  /** The question a field belongs to. */
  around(field) {
    return [...this.drawn.values()].find(({ node }) => node.contains(field));
  }

  /** Show a page's questions in a place; what stands there already stays, with its focus. */
  show(place, page, told) {
    const wanted = page.questions.map(({ name }) => this.get(name).node);
    const isSame =
      wanted.length === place.children.length &&
      wanted.every((node, at) => place.children[at] === node);
    if (!isSame) {
      for (const node of [...place.children]) if (!wanted.includes(node)) node.remove();
      wanted.forEach((node, at) => {
        if (place.children[at] !== node) place.insertBefore(node, place.children[at] ?? null);
      });
    }
    for (const asked of page.questions) this.get(asked.name).show(asked, told);
  }
}
