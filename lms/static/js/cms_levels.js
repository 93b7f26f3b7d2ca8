// Offers the levels of the chosen competency alone: each framework numbers its own.

const LEVEL = 'select[data-choose="level"]';
const COMPETENCY = 'select[data-choose="competency"]';

function partner(select, from, to) {
  const name = select.name.replace(new RegExp(`${from}$`), to);
  return select.form?.elements.namedItem(name);
}

function frameworkOf(competency) {
  return competency?.selectedOptions[0]?.dataset.framework ?? "";
}

function offer(level, framework) {
  for (const option of level.options) {
    const other = Boolean(framework && option.value && option.dataset.framework !== framework);
    option.hidden = other;
    option.disabled = other;
  }
  for (const group of level.querySelectorAll("optgroup")) {
    group.hidden = [...group.children].every((option) => option.hidden);
  }
  if (level.selectedOptions[0]?.disabled) {
    level.value = "";
  }
}

document.addEventListener("focusin", ({ target }) => {
  if (target.matches?.(LEVEL)) {
    offer(target, frameworkOf(partner(target, "level", "competency")));
  }
});

document.addEventListener("change", ({ target }) => {
  if (target.matches?.(COMPETENCY)) {
    const level = partner(target, "competency", "level");
    if (level) {
      offer(level, frameworkOf(target));
    }
  }
});
