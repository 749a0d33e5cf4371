/* What an expression comes to for given answers: core/expressions/evaluation.py a second time, over
   the tree as JSON. A value is true or false, a number, a text, a list, an object, or null. */
const NUMBER = /^-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,15})?$/;
const BLANK = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+";
const BLANKS = new RegExp(`^${BLANK}|${BLANK}$`, "gu");
const MOST_DEPTH = 8;
const MOST_CHARACTERS = 10_000;
const DECIMALS = 10;
const TIES = 2048; // an odd number of 2048ths lies half way between two numbers of ten decimals

export const stripped = (text) => text.replace(BLANKS, "");
export const isObject = (value) =>
  typeof value === "object" && value !== null && !Array.isArray(value);
export const lengthOf = (text) => [...text].length;
const isNumeric = (value) => typeof value === "number" || typeof value === "boolean";

export function plain(value) {
  if (value === undefined) return null;
  if (typeof value === "string") {
    const text = stripped(value);
    if (NUMBER.test(text)) return Number(text);
    const low = text.toLowerCase();
    if (low === "true" || low === "false") return low === "true";
    return text || null;
  }
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (Array.isArray(value)) return value.length ? value : null;
  if (isObject(value)) return Object.keys(value).length ? value : null;
  return value;
}

/** A number without exponent. */
export function numberText(number) {
  const [, sign, whole, part = "", power] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(number)) ?? [];
  if (power === undefined) return String(number);
  const digits = whole + part;
  const place = whole.length + Number(power);
  if (place <= 0) return `${sign}0.${"0".repeat(-place)}${digits}`;
  if (place >= digits.length) return sign + digits + "0".repeat(place - digits.length);
  return `${sign}${digits.slice(0, place)}.${digits.slice(place)}`;
}

export function areEqual(one, other, depth = 0) {
  const left = plain(one);
  const right = plain(other);
  if (depth > MOST_DEPTH) return false;
  if (Array.isArray(left) && Array.isArray(right)) {
    return (
      left.length === right.length &&
      left.every((each) => right.some((another) => areEqual(each, another, depth + 1)))
    );
  }
  if (isObject(left) && isObject(right)) {
    const keys = Object.keys(left);
    return (
      keys.length === Object.keys(right).length &&
      keys.every((key) => Object.hasOwn(right, key) && areEqual(left[key], right[key], depth + 1))
    );
  }
  if (typeof left === "string" && typeof right === "string") {
    return left.toLowerCase() === right.toLowerCase();
  }
  if (isNumeric(left) && isNumeric(right)) return Number(left) === Number(right);
  return left === null && right === null;
}

/** Texts are in the order of their characters, as everywhere else here. */
function comesBefore(left, right) {
  const [one, other] = [[...left], [...right]];
  const place = one.findIndex((letter, at) => letter !== other[at]);
  if (place < 0) return one.length < other.length;
  return other[place] !== undefined && one[place].codePointAt(0) < other[place].codePointAt(0);
}

function isLess(one, other) {
  const left = plain(one);
  const right = plain(other);
  if (typeof left === "string" && typeof right === "string") return comesBefore(left, right);
  return isNumeric(left) && isNumeric(right) && Number(left) < Number(right);
}

const letters = (value) =>
  typeof value === "number" ? numberText(value) : stripped(String(value)).toLowerCase();

function holds(text, wanted) {
  const value = plain(wanted);
  return value !== null && typeof value !== "object" && text.includes(letters(value));
}

function contains(one, other) {
  const left = plain(one);
  if (left === null || isObject(left)) return false;
  const wanted = Array.isArray(other) ? other : [other];
  if (Array.isArray(left)) {
    return wanted.every((each) => left.some((held) => areEqual(held, each)));
  }
  return wanted.every((each) => holds(letters(left), each));
}

function isAnyOf(one, other) {
  const left = plain(one);
  const right = plain(other);
  if (left === null || right === null) return right === null;
  const ours = Array.isArray(left) ? left : [left];
  const theirs = Array.isArray(right) ? right : [right];
  return ours.some((each) => theirs.some((another) => areEqual(each, another)));
}

function rounded(number) {
  const times = Math.abs(number) * TIES;
  if (!Number.isSafeInteger(times) || times % 2 === 0) return Number(number.toFixed(DECIMALS));
  const twice = BigInt(times) * 9_765_625n; // 5 ** 10: the number in halves of the last decimal
  const below = twice / 2n;
  return Math.sign(number) * Number(`${below % 2n === 0n ? below : below + 1n}e-${DECIMALS}`);
}

function joined(values) {
  let text = "";
  for (const value of values) {
    if (typeof value === "string") text += value;
    else if (typeof value === "number") text += numberText(value);
    else if (typeof value === "boolean") text += value ? "True" : "False";
    else if (value !== null) return null;
  }
  return lengthOf(text) <= MOST_CHARACTERS ? text : null;
}

const countable = (value) => (value === null ? 0 : isNumeric(value) ? Number(value) : null);

function calculated(operator, one, other) {
  const [left, right] = [plain(one), plain(other)];
  if (operator === "+" && [left, right].some((each) => typeof each === "string")) {
    return joined([left, right]);
  }
  const [first, second] = [countable(left), countable(right)];
  if (first === null || second === null || (operator === "/" && second === 0)) return null;
  const found = {
    "+": () => first + second,
    "-": () => first - second,
    "*": () => first * second,
    "/": () => first / second,
  }[operator]();
  return Number.isFinite(found) ? rounded(found) : null;
}

const COMPARERS = {
  "=": areEqual,
  "<>": (left, right) => !areEqual(left, right),
  "<": isLess,
  ">": (left, right) => isLess(right, left),
  "<=": (left, right) => areEqual(left, right) || isLess(left, right),
  ">=": (left, right) => areEqual(left, right) || isLess(right, left),
  contains,
  notcontains: (left, right) => plain(right) !== null && !contains(left, right),
  anyof: isAnyOf,
  noneof: (left, right) => !isAnyOf(left, right),
  allof: contains,
};

/** The answer of that name; else, for `matrix.row`, what the answer to `matrix` says of it. */
function answerTo(name, values) {
  if (values.has(name)) return values.get(name);
  for (let place = name.indexOf("."); place >= 0; place = name.indexOf(".", place + 1)) {
    const inside = values.get(name.slice(0, place));
    if (isObject(inside)) return answerTo(name.slice(place + 1), new Map(Object.entries(inside)));
  }
  return null;
}

/** The value of an expression for these answers (a Map), null if it has none. */
export function valueOf(tree, values) {
  const [kind, ...parts] = tree;
  switch (kind) {
    case "name":
      return answerTo(parts[0], values);
    case "value":
      return parts[0];
    case "list":
      return parts.map((each) => valueOf(each, values));
    case "if":
      return valueOf(isMet(parts[0], values) ? parts[1] : parts[2], values);
    case "empty":
      return plain(answerTo(parts[0], values)) === null;
    case "answered":
      return plain(answerTo(parts[0], values)) !== null;
    case "not":
      return !isMet(parts[0], values);
    case "and":
      return parts.every((each) => isMet(each, values));
    case "or":
      return parts.some((each) => isMet(each, values));
  }
  const [left, right] = parts.map((each) => valueOf(each, values));
  return Object.hasOwn(COMPARERS, kind)
    ? COMPARERS[kind](left, right)
    : calculated(kind, left, right);
}

/** Whether a condition holds; what comes to nothing, to 0 or to false does not. */
export function isMet(condition, values) {
  const value = plain(valueOf(condition, values));
  return value !== null && value !== false && value !== 0;
}
