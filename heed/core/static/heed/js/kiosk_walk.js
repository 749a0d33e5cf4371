/* Going through a questionnaire once, from front to back: surveys/answering/walk.py and asking.py a
   second time. Orders come from lots drawn before (`lotsOf`), since digests are worked out apart. */
import { isMet, isObject, numberText, stripped, valueOf } from "./kiosk_expressions.js";
import { isAllowed } from "./kiosk_rules.js";

const UNUSABLE = /\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const NAME = /\{([^{}]+)\}/g;
const MOST_DEPTH = 6;
const MOST_SEED = 2n ** 53n;
const CHOOSING = ["radiogroup", "dropdown", "checkbox", "ranking", "heed:sum100"];

export const seedOf = (key) => BigInt(`0x${key.replaceAll("-", "")}`) % MOST_SEED;

/** Each text `{name}` filled with how its answer is told; unknown names are left. */
export const piped = (text, told) =>
  text.replace(NAME, (all, name) => told.get(stripped(name)) ?? all);

function keysOf(plan) {
  const found = plan.pages.map((page) => [`page ${page.name}`, page.questions.map((q) => q.name)]);
  const choices = new Map();
  for (const question of plan.pages.flatMap((page) => page.questions)) {
    const carried = question.from ? [...(choices.get(question.from) ?? []), "other"] : [];
    const own = (question.choices ?? []).map(([value]) => value);
    choices.set(question.name, [...carried, ...own]);
    const rows = (question.rows ?? []).map(([value]) => value);
    const sets = (question.sets ?? []).map(([key]) => key);
    if (question.isRandom) found.push([question.name, [...carried, ...own, ...rows, ...sets]]);
  }
  return found;
}

/** The lots that decide every random order of the response of this key, by `name|key`. */
export async function lotsOf(plan, key) {
  const seed = seedOf(key);
  const lots = new Map();
  for (const [name, keys] of keysOf(plan)) {
    for (const each of new Set(keys)) {
      const text = new TextEncoder().encode(`${seed}|${name}|${each}`);
      const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", text));
      const hex = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      lots.set(`${name}|${each}`, hex);
    }
  }
  return lots;
}

/** The answer without blanks around and without empty parts, null for nothing. */
export function tidied(answer, depth = 0) {
  if (answer === undefined) return null;
  if (typeof answer === "string") return stripped(answer.replace(UNUSABLE, "")) || null;
  if (depth > MOST_DEPTH) return null;
  if (Array.isArray(answer)) {
    const parts = answer.map((each) => tidied(each, depth + 1)).filter((each) => each !== null);
    return parts.length ? parts : null;
  }
  if (!isObject(answer)) return answer;
  const named = Object.entries(answer).map(([key, each]) => [key, tidied(each, depth + 1)]);
  const kept = named.filter(([, each]) => each !== null);
  return kept.length ? Object.fromEntries(kept) : null;
}

class Walk {
  constructor(plan, answers, lots) {
    Object.assign(this, { plan, answers, lots });
    this.values = new Map();
    this.told = new Map(plan.names.map((name) => [name, ""]));
    this.asked = new Map();
    this.pages = [];
  }

  go() {
    for (const page of this.plan.pages) if (this.isShown(page)) this.turnTo(page);
    return this;
  }

  isShown({ visibleIf }) {
    return !visibleIf || isMet(visibleIf, this.values);
  }

  turnTo(page) {
    const questions = page.questions.map((each) => this.meet(each)).filter(Boolean);
    if (!questions.length) return;
    this.pages.push({
      name: page.name,
      title: piped(page.title ?? "", this.told),
      description: piped(page.description ?? "", this.told),
      questions: page.isRandom ? this.mixed(page, questions) : questions,
    });
  }

  meet(question) {
    if (question.type === "file" || !this.isShown(question)) return null;
    const asked = this.ask(question);
    if (CHOOSING.includes(question.type) && !asked.choices.length) return null;
    if (question.type === "expression") asked.value = valueOf(question.expression, this.values);
    this.asked.set(question.name, asked);
    this.count(asked);
    return asked;
  }

  ask(question) {
    const comment = tidied(this.answers[`${question.name}-Comment`]);
    const required = question.requiredIf && isMet(question.requiredIf, this.values);
    return {
      question,
      name: question.name,
      isRequired: Boolean(question.isRequired || required),
      choices: this.choicesOf(question),
      rows: this.inOrder(question, this.named(question.rows)),
      columns: this.named(question.columns),
      sets: this.setsOf(question),
      value: tidied(this.answers[question.name]),
      comment: typeof comment === "string" ? comment : "",
    };
  }

  named(pairs = []) {
    return pairs.map(([value, text]) => ({ value, text: piped(text, this.told) }));
  }

  choicesOf(question) {
    if (question.type === "boolean") return [];
    const own = this.named(question.choices);
    if (!CHOOSING.includes(question.type)) return own;
    const all = this.inOrder(question, [...this.carriedTo(question), ...own]);
    return [...all, ...(question.last ?? []).map(([value, text]) => ({ value, text }))];
  }

  /** The choices of an earlier question that go on to this one. */
  carriedTo(question) {
    const source = question.from && this.asked.get(question.from);
    if (!source) return [];
    const answer = this.values.get(source.name);
    const chosen = Array.isArray(answer) ? answer : [answer];
    const offered = source.choices.filter(({ value }) => value !== "other" && value !== "none");
    if (question.fromMode === "selected") {
      const found = offered.filter(({ value }) => chosen.includes(value));
      const hasOwnWords = chosen.includes("other") && source.comment;
      return hasOwnWords ? [...found, { value: "other", text: source.comment }] : found;
    }
    if (question.fromMode === "unselected") {
      return offered.filter(({ value }) => !chosen.includes(value));
    }
    return offered;
  }

  setsOf(question) {
    const choices = new Map(this.named(question.sets && question.choices).map((c) => [c.value, c]));
    const sets = (question.sets ?? []).map(([key, values]) => ({
      key,
      choices: values.filter((each) => choices.has(each)).map((each) => choices.get(each)),
    }));
    return question.isRandom ? this.drawn(question.name, sets, ({ key }) => key) : sets;
  }

  inOrder(question, choices) {
    if (!question.isRandom) return choices;
    return this.drawn(question.name, choices, ({ value }) => value);
  }

  drawn(name, things, keyOf) {
    const lot = (each) => this.lots.get(`${name}|${keyOf(each)}`) ?? "";
    return things.toSorted((one, other) => (lot(one) < lot(other) ? -1 : lot(one) > lot(other)));
  }

  /** Texts between questions keep their place. */
  mixed(page, questions) {
    const moving = questions.filter((each) => each.question.type !== "html");
    const drawn = this.drawn(`page ${page.name}`, moving, ({ name }) => name)[Symbol.iterator]();
    return questions.map((each) => (each.question.type === "html" ? each : drawn.next().value));
  }

  count(asked) {
    const isComputed = asked.question.type === "expression";
    if (asked.value === null || !(isComputed || isAllowed(asked))) return;
    this.values.set(asked.name, asked.value);
    if (asked.comment) this.values.set(`${asked.name}-Comment`, asked.comment);
    this.told.set(asked.name, this.telling(asked, asked.value));
    if (!isObject(asked.value)) return;
    for (const [row, each] of Object.entries(asked.value)) {
      this.told.set(`${asked.name}.${row}`, this.telling(asked, each));
    }
  }

  telling(asked, answer) {
    const { question } = asked;
    if (Array.isArray(answer)) {
      return answer.map((each) => this.telling(asked, each)).join(this.plan.and);
    }
    if (typeof answer === "boolean") {
      return answer ? (question.yes ?? this.plan.yes) : (question.no ?? this.plan.no);
    }
    if (answer === "other" && asked.comment) return asked.comment;
    const known = [...asked.choices, ...asked.columns].find(({ value }) => value === answer);
    if (known) return known.text;
    const code = (question.missing ?? []).find(([value]) => value === answer);
    if (code) return code[1];
    if (typeof answer === "number") {
      return Math.abs(answer) <= Number.MAX_SAFE_INTEGER + 1 ? numberText(answer) : "";
    }
    return typeof answer === "string" ? answer : "";
  }
}

/** The pages that are shown (`pages`), the answers that count (`values`), how they are `told`. */
export const walk = (plan, answers, lots) => new Walk(plan, answers, lots).go();
