/*
 * Passwords can be looked at while they are typed. Before they are sent they are covered again, so
 * that the browser keeps them as passwords and not as words to suggest.
 *
 * data-show-password on a hidden button; aria-controls: the field; data-other-words: its words
 * while the password is shown
 */

function turn(button, field) {
  const words = button.textContent;
  button.textContent = button.dataset.otherWords;
  button.dataset.otherWords = words;
  field.type = field.type === "password" ? "text" : "password";
}

for (const button of document.querySelectorAll("[data-show-password]")) {
  const field = document.getElementById(button.getAttribute("aria-controls"));
  button.hidden = false;
  button.addEventListener("click", () => turn(button, field));
  field.form?.addEventListener("submit", () => {
    if (field.type === "text") turn(button, field);
  });
}
