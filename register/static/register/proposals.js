/* The keys shown on the buttons of a proposal press them, unless someone types. */
"use strict";

document.addEventListener("keydown", (event) => {
  const types = event.target.closest("input, textarea, select, [contenteditable]");
  if (types || event.ctrlKey || event.altKey || event.metaKey || event.repeat) {
    return;
  }
  const button = [...document.querySelectorAll(".proposal-deeds [data-key]")].find(
    (each) => each.dataset.key === event.key.toLowerCase(),
  );
  if (button) {
    event.preventDefault();
    button.click();
  }
});
