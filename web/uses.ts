/**
 * A use of the API with the types that openapi-typescript makes of its document: what does not hold does not compile.
 *
 * `node uses.ts http://127.0.0.1:8000` walks the record with it and prints what it found, as JSON.
 */

import type { paths } from "./schema";

/** What a GET of this path answers when all is well. */
type Answer<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { "application/json": infer Body } } } };
}
  ? Body
  : never;

type Page<Row> = { results: Row[]; next: string | null };

/** A path whose answer is one page of a list. */
type ListPath = {
  [Path in keyof paths]: Answer<Path> extends Page<infer Row> ? ([Row] extends [never] ? never : Path) : never;
}[keyof paths];

type Row<Path extends ListPath> = Answer<Path> extends Page<infer Row> ? Row : never;
type Article = Answer<"/api/v1/articles/{slug}/">;
type Directive = Answer<"/api/v1/directives/{slug}/">;
type DirectiveList = Row<"/api/v1/directive-lists/">;
type Query<Path extends ListPath> = paths[Path] extends { get: { parameters: { query?: infer Asked } } }
  ? NonNullable<Asked>
  : never;

// --- What may be null, and what never is ------------------------------------------------------------------------------

type Holds<Fact extends true> = Fact;
type MayBeNull<Value> = null extends Value ? true : false;
type NeverNull<Value> = null extends Value ? false : undefined extends Value ? false : true;

export type Facts = [
  Holds<MayBeNull<Answer<"/api/v1/articles/">["next"]>>,
  Holds<MayBeNull<Article["title"]>>,
  Holds<MayBeNull<Article["published_on"]>>,
  Holds<MayBeNull<Article["text"]>>,
  Holds<MayBeNull<Article["outlet"]>>,
  Holds<MayBeNull<Directive["speaker"]>>,
  Holds<MayBeNull<Directive["office"]>>,
  Holds<MayBeNull<Directive["list"]>>,
  Holds<MayBeNull<Directive["deadline"]>>,
  Holds<MayBeNull<DirectiveList["declared_count"]>>,
  Holds<MayBeNull<Row<"/api/v1/citations/">["resolution"]>>,
  Holds<MayBeNull<Row<"/api/v1/resolutions/">["issued_on"]>>,
  Holds<NeverNull<Answer<"/api/v1/articles/">["count"]>>,
  Holds<NeverNull<Article["display_title"]>>,
  Holds<NeverNull<Article["directives"]>>,
  Holds<NeverNull<Directive["article"]>>,
  Holds<NeverNull<Directive["start"]>>,
  Holds<NeverNull<Directive["topics"]>>,
  Holds<NeverNull<DirectiveList["found_count"]>>,
  Holds<NeverNull<Row<"/api/v1/speakers/">["name"]>>,
];

// --- What one does with it --------------------------------------------------------------------------------------------

/** Ask for an address and return what it answers; throw what it says where it refuses. */
async function ask<Body>(address: string): Promise<Body> {
  const response = await fetch(address);
  if (!response.ok) {
    throw new Error(`${response.status} ${address}`);
  }
  return (await response.json()) as Body;
}

/** Go through every row of a list, page by page. */
async function* rowsOf<Path extends ListPath>(
  server: string,
  path: Path,
  query: Query<Path>,
): AsyncGenerator<Row<Path>> {
  const first = new URL(path, server);
  for (const [name, value] of Object.entries(query)) {
    first.searchParams.set(name, String(value));
  }
  let address: string | null = first.href;
  while (address !== null) {
    const page: Page<Row<Path>> = await ask(address);
    yield* page.results;
    address = page.next;
  }
}

/** Offsets count code points, and an index of a string counts UTF-16 units: spread the text before cutting it. */
function cut(text: string, span: { start: number; end: number }): string {
  return [...text].slice(span.start, span.end).join("");
}

/** Say in words whether a list has as many points as its article says; each status has its sentence. */
function countInWords(list: DirectiveList): string {
  switch (list.count_status) {
    case "ok":
      return "as many as declared";
    case "short":
      return `${list.found_count} of ${list.declared_count ?? "?"}: ${list.missing_ordinals.join(", ")} missing`;
    case "over":
      return `${list.found_count}, more than declared`;
    case "undeclared":
      return `${list.found_count}, none declared`;
  }
}

/** Return who set a directive out: office and name, as far as they are known. */
function credit(directive: Row<"/api/v1/directives/">): string {
  const name = directive.speaker?.name ?? "an unnamed speaker";
  return directive.office === null ? name : `${directive.office.title} ${name}`;
}

/** Return how many spans of an article there are, and those whose words do not stand where they should. */
function spansOf(article: Article): { found: number; wrong: string[] } {
  const text = article.text;
  if (text === null) {
    return { found: 0, wrong: [] };
  }
  const spans = [...article.citations, ...article.mentions, ...article.lists.flatMap((list) => list.items)];
  return { found: spans.length, wrong: spans.filter((span) => cut(text, span) !== span.exact).map((span) => span.id) };
}

async function main(server: string): Promise<void> {
  const credits = new Set<string>();
  let directives = 0;
  for await (const directive of rowsOf(server, "/api/v1/directives/", { page_size: 7, ordering: "-published_on" })) {
    directives += 1;
    credits.add(credit(directive));
  }
  const counts = new Set<string>();
  for await (const list of rowsOf(server, "/api/v1/directive-lists/", {})) {
    counts.add(countInWords(list));
  }
  let spans = 0;
  const wrong: string[] = [];
  for await (const row of rowsOf(server, "/api/v1/articles/", { page_size: 2 })) {
    const found = spansOf(await ask<Article>(row.url));
    spans += found.found;
    wrong.push(...found.wrong);
  }
  console.log(JSON.stringify({ directives, credits: [...credits], counts: [...counts], spans, wrong }));
}

declare const process: { argv: string[] };
const [, , server] = process.argv;
if (server !== undefined) {
  await main(server);
}
