/** The words that stand in a text from `start` to `end`, where both count code points and a string counts UTF-16 units. */

export type Span = { start: number; end: number };

/** A stretch of a text over which the same spans lie. */
export type Piece<Kind extends Span> = { text: string; spans: Kind[] };

/** Return where each code point begins, as an index of the string; the last one is the string's end. */
export function utf16Indexes(text: string): number[] {
  const indexes: number[] = [];
  let index = 0;
  for (const point of text) {
    indexes.push(index);
    index += point.length;
  }
  indexes.push(index);
  return indexes;
}

/**
 * Cut a text wherever a span begins or ends. The pieces make up the whole text; spans may overlap and lie in each other.
 *
 * To show them, make a text node of each piece (`textContent`), never markup: they are what a newspaper printed.
 */
export function pieces<Kind extends Span>(text: string, spans: Kind[]): Piece<Kind>[] {
  const at = utf16Indexes(text);
  const borders = new Set([0, at.length - 1]);
  for (const { start, end } of spans) {
    borders.add(start).add(end);
  }
  const edges = [...borders].sort((a, b) => a - b);
  return edges.slice(1).map((end, i) => {
    const start = edges[i] ?? 0;
    return {
      text: text.slice(at[start], at[end]),
      spans: spans.filter((span) => span.start <= start && end <= span.end),
    };
  });
}
