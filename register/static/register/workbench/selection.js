// The words that are selected in the text, and where they stand: in code points of the article's text.

import { codePoints, text } from "./page.js";

// Returns the place of a point of the page in the article's text, in code points; null outside the text.
function placeOf(node, offset) {
  const range = document.createRange();
  range.setStart(node, offset);
  const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  const piece = element.closest("[data-start]");
  if (piece !== null && text.contains(piece)) {
    const before = document.createRange();
    before.selectNodeContents(piece);
    before.setEnd(node, offset);
    return Number(piece.dataset.start) + codePoints(before.toString());
  }
  return null;
}

// Returns {start, end, exact} of the selected words of the article, without the labels that stand between them.
export function readSelection() {
  const selection = getSelection();
  if (selection.rangeCount === 0 || selection.isCollapsed) {
    return null;
  }
  const range = selection.getRangeAt(0);
  if (!text.contains(range.commonAncestorContainer)) {
    return null;
  }
  const pieces = [...text.querySelectorAll("[data-start]")].filter((piece) => range.intersectsNode(piece));
  const parts = [];
  for (const piece of pieces) {
    const inside = document.createRange();
    inside.selectNodeContents(piece);
    if (range.compareBoundaryPoints(Range.START_TO_START, inside) > 0) {
      inside.setStart(range.startContainer, range.startOffset);
    }
    if (range.compareBoundaryPoints(Range.END_TO_END, inside) < 0) {
      inside.setEnd(range.endContainer, range.endOffset);
    }
    const words = inside.toString();
    if (words !== "") {
      parts.push({ start: placeOf(inside.startContainer, inside.startOffset), words });
    }
  }
  if (parts.length === 0 || parts.some((part) => part.start === null)) {
    return null;
  }
  return trimmed(parts);
}

// What stands between the pieces are line ends, which the page shows as paragraphs.
function trimmed(parts) {
  let exact = "";
  let end = parts[0].start;
  for (const part of parts) {
    exact += "\n".repeat(part.start - end) + part.words;
    end = part.start + codePoints(part.words);
  }
  const left = exact.length - exact.trimStart().length;
  const start = parts[0].start + codePoints(exact.slice(0, left));
  exact = exact.trim();
  return exact === "" ? null : { start, end: start + codePoints(exact), exact };
}

// In a link the mouse selects no words, so marked words are links no more; the label before them still is one.
export function letSelect() {
  for (const piece of text.querySelectorAll(".found[href]")) {
    piece.removeAttribute("href");
  }
}
