/* A step that needs no decision is taken at once; without this file, its button takes it. */

document.querySelector("form[data-go-on]").requestSubmit();
