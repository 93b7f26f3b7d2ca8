/* Menus are <details>; this closes them on Escape, on a click beside them, on leaving them. */

const menus = document.querySelectorAll("details[data-menu]");

function closeOthers(target) {
  for (const menu of menus) {
    if (menu.open && !menu.contains(target)) menu.open = false;
  }
}

document.addEventListener("click", (event) => closeOthers(event.target));
document.addEventListener("focusin", (event) => closeOthers(event.target));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus) {
    if (!menu.open) continue;
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
