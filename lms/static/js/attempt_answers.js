/* Reading and writing the answer of one question on the page, by its kind. */

const CHOICES = { single_choice: true, true_false: true };
const isFlag = (field) => field.name.startsWith("flag");

function fields(question) {
  return [...question.querySelectorAll("input, select, textarea")].filter((f) => !isFlag(f));
}

const partOf = (field) => field.name.slice(field.name.indexOf("_") + 1);

export function read(question) {
  const all = fields(question);
  const kind = question.dataset.kind;
  if (CHOICES[kind]) return all.find((f) => f.checked)?.value ?? null;
  if (kind === "multiple_choice") {
    const chosen = all.filter((f) => f.checked).map((f) => f.value);
    return chosen.length ? chosen : null;
  }
  if (kind === "matching") {
    const pairs = Object.fromEntries(all.filter((f) => f.value).map((f) => [partOf(f), f.value]));
    return Object.keys(pairs).length ? pairs : null;
  }
  return all[0].value.trim() || null;
}

export function write(question, answer) {
  const kind = question.dataset.kind;
  for (const field of fields(question)) {
    if (CHOICES[kind]) field.checked = field.value === answer;
    else if (kind === "multiple_choice") field.checked = (answer ?? []).includes(field.value);
    else if (kind === "matching") field.value = answer?.[partOf(field)] ?? "";
    else field.value = answer ?? "";
  }
}

export const same = (one, other) => canonical(one) === canonical(other);

function canonical(answer) {
  if (Array.isArray(answer)) return JSON.stringify([...answer].sort());
  if (answer && typeof answer === "object") return JSON.stringify(Object.entries(answer).sort());
  return JSON.stringify(answer ?? null);
}
