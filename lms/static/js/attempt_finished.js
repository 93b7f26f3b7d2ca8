/* A graded attempt takes no more answers: what this device kept for it is forgotten. */

import { Journal } from "./attempt_journal.js";

const finished = document.querySelector("[data-finished-attempt]");
if (finished) new Journal(finished.dataset.finishedAttempt).clear();
