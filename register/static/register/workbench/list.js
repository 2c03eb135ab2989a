// The list of findings: in reading order, of all kinds or of one.

import { bench, entries, list, shownEntries, state } from "./page.js";

export function applyFilter() {
  for (const entry of entries()) {
    const isOpen = entry.dataset.open !== undefined;
    entry.hidden = state.filter !== "" && (state.filter === "open" ? !isOpen : entry.dataset.kind !== state.filter);
  }
  for (const button of bench.querySelectorAll("[data-show]")) {
    button.setAttribute("aria-pressed", String(button.dataset.show === state.filter));
  }
  count();
}

function count() {
  bench.querySelector(".bench-count").textContent = shownEntries().length;
  bench.querySelector(".bench-nothing").hidden = list.querySelector(".entry") !== null;
}

export function insert(entry) {
  // In reading order, the widest first; what is left in an earlier text comes last.
  const place = ({ dataset }) => [Number(dataset.left !== undefined), Number(dataset.start), -Number(dataset.end)];
  const own = place(entry);
  const next = entries().find((other) => {
    const their = place(other);
    const differing = own.findIndex((value, index) => value !== their[index]);
    return differing >= 0 && their[differing] > own[differing];
  });
  list.insertBefore(entry, next ?? null);
}
