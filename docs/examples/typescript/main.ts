/** What one does with the client: `node main.ts http://127.0.0.1:8000 [slug of an article]`. */

import { Client, Refused, type Answer, type Query } from "./client.ts";
import { pieces } from "./marks.ts";

type Article = Answer<"/api/v1/articles/{slug}/">;

/** Lists, filters and pages: what somebody set out, point by point, the newest first. */
async function printTasks(client: Client, speaker: string): Promise<void> {
  console.log(`Tasks and proposals of ${speaker}:`);
  const query: Query<"/api/v1/directives/"> = { speaker: [speaker], kind: ["task", "proposal"], page_size: 5 };
  for await (const directive of client.rows("/api/v1/directives/", query)) {
    console.log(`- ${directive.published_on ?? "no day known"} ${beginning(directive.exact)}`);
  }
}

/** Search: rows of every kind, the best first, with the words that answer in brackets. */
async function printFound(client: Client, words: string): Promise<void> {
  const page = await client.get("/api/v1/search/", { q: words, page_size: 5 });
  console.log(`${page.count} rows about “${words}”:`);
  for (const { type, snippet } of page.results) {
    const hits = snippet.hits.map(({ start, end }) => ({ start: start - snippet.start, end: end - snippet.start }));
    const shown = pieces(snippet.exact, hits).map(({ text, spans }) => (spans.length > 0 ? `[${text}]` : text));
    console.log(`- ${type}: ${shown.join("")}`);
  }
}

/** Offsets: the text of an article with what was found in it, in brackets. */
async function printMarked(client: Client, address: string): Promise<void> {
  const article = await client.at<Article>(address);
  if (article.text === null) {
    console.log("Only passages of this text may be shown.");
    return;
  }
  const citations = article.citations.map(({ start, end, exact }) => ({ start, end, exact }));
  console.log(`Documents cited in “${article.display_title}”:`);
  for (const piece of pieces(article.text, citations)) {
    for (const citation of piece.spans) {
      console.log(`- [${piece.text}] ${piece.text === citation.exact ? "as the record has it" : "at another place"}`);
    }
  }
}

/** Problems: what was refused, and what would be taken instead. */
async function printRefusal(client: Client): Promise<void> {
  try {
    // A compiler would not let this pass; a form that somebody fills in would.
    await client.get("/api/v1/directives/", { kind: ["tasks"] } as object);
  } catch (error) {
    if (!(error instanceof Refused)) {
      throw error;
    }
    for (const fault of error.problem.errors) {
      console.log(`Refused: ${fault.parameter ?? fault.pointer}: ${fault.code}: ${fault.detail}`);
    }
  }
}

/** Polling: what has not changed is not sent again. */
async function printPoll(client: Client): Promise<void> {
  const before = client.unchanged;
  await client.get("/api/v1/topics/");
  await client.get("/api/v1/topics/");
  console.log(client.unchanged > before ? "Topics: not changed since" : "Topics: changed meanwhile");
}

function beginning(words: string): string {
  return words.length <= 60 ? words : `${[...words].slice(0, 60).join("")}…`;
}

declare const process: { argv: string[] };
const [, , server = "http://127.0.0.1:8000", slug] = process.argv;
const client = new Client(server);
await printTasks(client, "le-thi-thu-hang");
await printFound(client, "hoi nhap quoc te");
const newest = slug ?? (await client.get("/api/v1/articles/", { page_size: 1 })).results[0]?.slug ?? "";
await printMarked(client, `${server}/api/v1/articles/${newest}/`);
await printRefusal(client);
await printPoll(client);
