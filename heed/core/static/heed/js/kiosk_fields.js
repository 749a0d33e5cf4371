/* The fields of a question as an answer: surveys/answering/forms.py a second time. `fields` are
   lists of texts by the name of the field. */
import { stripped } from "./kiosk_expressions.js";
import { tidied } from "./kiosk_walk.js";

const WHOLE = /^[+-]?[0-9]{1,15}$/;
const DECIMAL = /^[+-]?[0-9]{1,15}[.,][0-9]{1,15}$/;
const TABLES = ["matrix", "heed:pair", "heed:kano", "heed:bestworst", "heed:sum100"];
const WITHOUT = ["html", "expression", "file"];

const first = (fields, name) => fields[name]?.[0];

/** The number that was written, else the text itself. */
export function numberFrom(written) {
  const text = stripped(written ?? "");
  if (WHOLE.test(text) || DECIMAL.test(text)) return Number(text.replace(",", "."));
  return written ?? null;
}

const choice = (choices, written) =>
  choices.find(({ value }) => String(value) === written)?.value ?? written ?? null;

function ranking(asked, fields) {
  const written = asked.choices
    .map(({ value }) => [stripped(first(fields, `${asked.name}.${value}`) ?? ""), value])
    .filter(([rank]) => rank)
    .map(([rank, value]) => [numberFrom(rank), value]);
  const ranks = written.map(([rank]) => rank);
  if (!ranks.every(Number.isInteger) || new Set(ranks).size < ranks.length) return ranks.join("; ");
  return written.toSorted(([one], [other]) => one - other).map(([, value]) => value);
}

function cells(asked, fields, rows, read) {
  const found = rows
    .map(({ value }) => [String(value), stripped(first(fields, `${asked.name}.${value}`) ?? "")])
    .filter(([, written]) => written);
  return Object.fromEntries(found.map(([row, written]) => [row, read(written)]));
}

function partsOf(question) {
  if (question.type === "heed:pair") return question.parts.map(([part]) => part);
  if (question.type === "heed:bestworst") return ["best", "worst"];
  return ["functional", "dysfunctional"];
}

function table(asked, fields) {
  const { question } = asked;
  if (question.type === "matrix") {
    return cells(asked, fields, asked.rows, (written) => choice(asked.columns, written));
  }
  if (question.type === "heed:sum100") return cells(asked, fields, asked.choices, numberFrom);
  const read =
    question.type === "heed:bestworst" ? (each) => choice(asked.choices, each) : numberFrom;
  const sets = asked.sets.map(({ key }) => key);
  const keys = sets.length ? sets : asked.rows.map(({ value }) => String(value));
  const row = (key) =>
    partsOf(question)
      .map((part) => [part, first(fields, `${asked.name}.${key}.${part}`)])
      .filter(([, written]) => written)
      .map(([part, written]) => [part, read(written)]);
  return Object.fromEntries(keys.map((key) => [key, Object.fromEntries(row(key))]));
}

function answerOf(asked, fields) {
  const { question, name } = asked;
  if (TABLES.includes(question.type)) return table(asked, fields);
  if (question.type === "checkbox") {
    return (fields[name] ?? []).map((each) => choice(asked.choices, each));
  }
  if (question.type === "ranking") return ranking(asked, fields);
  const written = first(fields, name);
  if (question.type === "rating" || question.input === "number") return numberFrom(written);
  if (question.type === "boolean") {
    return { true: true, false: false }[written] ?? written ?? null;
  }
  return choice(asked.choices, written);
}

/** The answers one question gives by name; what was left empty is null. */
export function answersFrom(asked, fields) {
  const { question, name } = asked;
  if (WITHOUT.includes(question.type)) return {};
  const code = first(fields, `${name}-missing`);
  const isCode = (question.missing ?? []).some(([known]) => known === code);
  const answers = { [name]: isCode ? code : tidied(answerOf(asked, fields)) };
  const words = first(fields, `${name}-Comment`);
  if (words !== undefined) answers[`${name}-Comment`] = tidied(words);
  return answers;
}
