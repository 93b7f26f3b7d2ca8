"""Banks, questions and quizzes in the CMS: trainers meet only those of their catalogues."""
