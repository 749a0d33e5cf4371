/* Whether an answer can be taken: surveys/answering/checking.py and its rules a second time. A
   problem is [name of the sentence, what is filled into it]. */
import { isObject, lengthOf } from "./kiosk_expressions.js";

const MOST_CHARACTERS = 10_000;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const NOT_OFFERED = ["not_offered"];
const TABLES = ["matrix", "heed:pair", "heed:kano", "heed:bestworst"];

const isAmong = (answer, choices) => choices.some(({ value }) => value === answer);
const isPoint = (answer, lowest, highest) =>
  Number.isInteger(answer) && lowest <= answer && answer <= highest;
const isMissing = (asked, answer) => (asked.question.missing ?? []).some(([code]) => code === answer);

function areAmong(answers, choices) {
  return (
    Array.isArray(answers) &&
    new Set(answers.map(String)).size === answers.length &&
    answers.every((each) => isAmong(each, choices))
  );
}

function* countProblems(count, { fewest = 0, most = 0 }) {
  if (count < fewest) yield ["fewest", { fewest }];
  if (most && count > most) yield ["most", { most }];
}

function* textProblems(answer, most) {
  const allowed = Math.min(most || MOST_CHARACTERS, MOST_CHARACTERS);
  if (typeof answer !== "string") yield ["text"];
  else if (lengthOf(answer) > allowed) {
    yield ["characters", { most: allowed.toLocaleString("en") }];
  }
}

function* selection(asked, answer) {
  if (!isAmong(answer, asked.choices)) yield NOT_OFFERED;
}

function* several(asked, answer) {
  if (!areAmong(answer, asked.choices)) yield NOT_OFFERED;
  else if (!answer.includes("none")) yield* countProblems(answer.length, asked.question);
  else if (answer.length > 1) yield ["none_with_others"];
}

function* order(asked, answer) {
  const { isPartial } = asked.question;
  if (!areAmong(answer, asked.choices)) yield ["ranks"];
  else if (isPartial) yield* countProblems(answer.length, asked.question);
  else if (answer.length < asked.choices.length) yield ["rank_all"];
}

function* point({ question }, answer) {
  if (!isPoint(answer, question.lowest, question.highest)) yield NOT_OFFERED;
}

function* truth(_asked, answer) {
  if (typeof answer !== "boolean") yield NOT_OFFERED;
}

function* numberProblems({ least, most }, answer) {
  if (typeof answer !== "number" || !Number.isFinite(answer)) {
    yield ["number"];
    return;
  }
  if (typeof least === "number" && answer < least) yield ["least_number", { least }];
  if (typeof most === "number" && answer > most) yield ["most_number", { most }];
}

function isDay(text) {
  const day = new Date(`${text}T00:00:00Z`);
  return DAY.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

function* dayProblems({ least, most }, answer) {
  if (typeof answer !== "string" || !isDay(answer)) {
    yield ["day"];
    return;
  }
  if (typeof least === "string" && answer < least) yield ["least_day", { least }];
  if (typeof most === "string" && answer > most) yield ["most_day", { most }];
}

function* line({ question }, answer) {
  if (question.input === "number") yield* numberProblems(question, answer);
  else if (question.input === "date") yield* dayProblems(question, answer);
  else yield* textProblems(answer, question.characters);
}

function* comment({ question }, answer) {
  yield* textProblems(answer, question.characters);
}

const hasRows = (answer, rows) =>
  isObject(answer) &&
  Object.keys(answer).every((key) => rows.some(({ value }) => String(value) === key));

function* cellProblems(rows, parts, isAllowed) {
  const isShaped = (row) => isObject(row) && Object.keys(row).every((part) => parts.includes(part));
  if (!rows.every(isShaped) || !rows.every((row) => Object.values(row).every(isAllowed))) {
    yield NOT_OFFERED;
  } else if (rows.some((row) => Object.keys(row).length < parts.length)) yield ["all_parts"];
}

function* matrix(asked, answer) {
  const isTaken = (each) => isAmong(each, asked.columns) || isMissing(asked, each);
  if (!hasRows(answer, asked.rows) || !Object.values(answer).every(isTaken)) yield NOT_OFFERED;
}

function* paired(asked, answer) {
  const { lowest, highest, parts } = asked.question;
  const isTaken = (each) => isPoint(each, lowest, highest) || isMissing(asked, each);
  const names = parts.map(([name]) => name);
  if (!hasRows(answer, asked.rows)) yield NOT_OFFERED;
  else yield* cellProblems(Object.values(answer), names, isTaken);
}

function* kano(asked, answer) {
  const isTaken = (each) => isAmong(each, asked.columns) || isMissing(asked, each);
  if (!hasRows(answer, asked.rows)) yield NOT_OFFERED;
  else yield* cellProblems(Object.values(answer), ["functional", "dysfunctional"], isTaken);
}

function* bestWorst(asked, answer) {
  const sets = new Map(asked.sets.map((each) => [each.key, each.choices]));
  if (!isObject(answer) || !Object.keys(answer).every((key) => sets.has(key))) {
    yield NOT_OFFERED;
    return;
  }
  for (const [key, row] of Object.entries(answer)) {
    const isTaken = (each) => isAmong(each, sets.get(key));
    const problems = [...cellProblems([row], ["best", "worst"], isTaken)];
    yield* problems;
    if (!problems.length && row.best === row.worst) yield ["same"];
  }
}

function* total(asked, answer) {
  const most = asked.question.total;
  const isShared = (each) => isPoint(each, 0, most);
  if (!hasRows(answer, asked.choices) || !Object.values(answer).every(isShared)) {
    yield ["whole_numbers", { total: most }];
    return;
  }
  const sum = Object.values(answer).reduce((all, each) => all + each, 0);
  if (sum !== most) yield ["sum", { total: most, sum }];
}

const RULES = {
  radiogroup: selection,
  dropdown: selection,
  checkbox: several,
  ranking: order,
  rating: point,
  boolean: truth,
  text: line,
  comment,
  matrix,
  "heed:pair": paired,
  "heed:kano": kano,
  "heed:bestworst": bestWorst,
  "heed:sum100": total,
};

function* commentProblems(asked) {
  const chosen = Array.isArray(asked.value) ? asked.value : [asked.value];
  if (chosen.includes("other") && isAmong("other", asked.choices) && !asked.comment) yield ["other"];
  if (lengthOf(asked.comment) > MOST_CHARACTERS) {
    yield ["characters", { most: MOST_CHARACTERS.toLocaleString("en") }];
  }
}

function* unfilled(asked) {
  const { type, eachRow } = asked.question;
  const needsAll = asked.isRequired || (type === "matrix" && eachRow);
  if (!TABLES.includes(type) || !needsAll || !isObject(asked.value)) return;
  const sets = asked.sets.map(({ key }) => key);
  const keys = sets.length ? sets : asked.rows.map(({ value }) => String(value));
  if (keys.some((key) => !Object.hasOwn(asked.value, key))) yield ["every_row"];
}

/** What is wrong with the answer a question carries; nothing where it can be taken. */
export function* problemsOf(asked) {
  const { type, isTrap, isConsent } = asked.question;
  if (type === "html" || type === "expression" || isTrap) return;
  const needsConsent = type === "boolean" && isConsent;
  if (asked.value === null && asked.isRequired) {
    yield ["needed"];
  } else if (asked.value === null || isMissing(asked, asked.value)) {
    if (needsConsent) yield ["consent"];
  } else {
    yield* RULES[type](asked, asked.value);
    yield* commentProblems(asked);
    yield* unfilled(asked);
    if (needsConsent && asked.value === false) yield ["consent"];
  }
}

export const isAllowed = (asked) => problemsOf(asked).next().done;

/** A problem as a sentence. */
export const sentence = (texts, [name, filled = {}]) =>
  texts[name].replace(/%\((\w+)\)s/g, (_all, key) => filled[key]);
