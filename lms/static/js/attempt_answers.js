/*
 * Reading and writing the answer of one question on the page, by the shape of its widget:
 * `data-answer` stands on the element around its fields and says which of these it is.
 */

const partOf = (field) => field.name.slice(field.name.indexOf("_") + 1);

const SHAPES = {
  radio: {
    read: (fields) => fields.find((f) => f.checked)?.value ?? null,
    write: (field, answer) => (field.checked = field.value === answer),
  },
  checkboxes: {
    read(fields) {
      const chosen = fields.filter((f) => f.checked).map((f) => f.value);
      return chosen.length ? chosen : null;
    },
    write: (field, answer) => (field.checked = (answer ?? []).includes(field.value)),
  },
  /* Several fields, each an answer to a part: {part: value}, the part named after the "_". */
  parts: {
    read(fields) {
      const filled = fields.filter((f) => f.value).map((f) => [partOf(f), f.value]);
      return filled.length ? Object.fromEntries(filled) : null;
    },
    write: (field, answer) => (field.value = answer?.[partOf(field)] ?? ""),
  },
  text: {
    read: (fields) => fields[0].value.trim() || null,
    write: (field, answer) => (field.value = answer ?? ""),
  },
};

function widget(question) {
  const box = question.querySelector("[data-answer]");
  const fields = [...box.querySelectorAll("input, select, textarea")];
  return { shape: SHAPES[box.dataset.answer], fields };
}

export function read(question) {
  const { shape, fields } = widget(question);
  return shape.read(fields);
}

export function write(question, answer) {
  const { shape, fields } = widget(question);
  for (const field of fields) shape.write(field, answer);
}

export const same = (one, other) => canonical(one) === canonical(other);

function canonical(answer) {
  if (Array.isArray(answer)) return JSON.stringify([...answer].sort());
  if (answer && typeof answer === "object") return JSON.stringify(Object.entries(answer).sort());
  return JSON.stringify(answer ?? null);
}
