/** A client of doingoai's API: lists, rows, problems and ETags, typed by its OpenAPI document. */

import type { components, paths } from "./doingoai.d.ts";

export type Schemas = components["schemas"];
export type Problem = Schemas["Problem"];

/** What a GET of a path answers when all is well. */
export type Answer<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { "application/json": infer Body } } } };
}
  ? Body
  : never;

/** What a GET of a path may be asked. */
export type Query<Path extends keyof paths> = paths[Path] extends { get: { parameters: { query?: infer Asked } } }
  ? NonNullable<Asked>
  : never;

type Page<Row> = { results: Row[]; next: string | null; count: number };

/** A path that answers with pages of a list, and a row of it. */
export type ListPath = {
  [Path in keyof paths]: Answer<Path> extends Page<infer Row> ? ([Row] extends [never] ? never : Path) : never;
}[keyof paths];
export type Row<Path extends ListPath> = Answer<Path> extends Page<infer One> ? One : never;

/** The API refused a request, or failed. Branch on `problem.code`, and on the `code` of each of its `errors`. */
export class Refused extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

export class Client {
  readonly #server: string;
  readonly #kept = new Map<string, { etag: string; body: unknown }>();
  #unchanged = 0;

  /** @param server Where the API is, such as "http://127.0.0.1:8000". */
  constructor(server: string) {
    this.#server = server;
  }

  /** How many answers the server did not send again, since they had not changed. */
  get unchanged(): number {
    return this.#unchanged;
  }

  /** Return the first page of a list, or whatever else stands at a path. */
  async get<Path extends keyof paths>(path: Path, query?: Query<Path>): Promise<Answer<Path>> {
    return this.at(this.#address(path, query ?? {}));
  }

  /** Yield every row of a list, following `next` from page to page. */
  async *rows<Path extends ListPath>(path: Path, query?: Query<Path>): AsyncGenerator<Row<Path>> {
    let address: string | null = this.#address(path, query ?? {});
    while (address !== null) {
      const page: Page<Row<Path>> = await this.at(address);
      yield* page.results;
      address = page.next;
    }
  }

  /** Return what stands at an address that the API gave, such as the `url` of a row. Throws Refused. */
  async at<Body>(address: string): Promise<Body> {
    const kept = this.#kept.get(address);
    const headers: HeadersInit = kept === undefined ? {} : { "If-None-Match": kept.etag };
    const response = await fetch(address, { headers, cache: "no-store" }); // we keep answers ourselves
    if (kept !== undefined && response.status === 304) {
      this.#unchanged += 1;
      return kept.body as Body;
    }
    if (!response.ok) {
      throw await refusal(response);
    }
    const body = (await response.json()) as Body;
    const etag = response.headers.get("ETag");
    if (etag !== null) {
      this.#kept.set(address, { etag, body });
    }
    return body;
  }

  #address(path: string, query: object): string {
    const address = new URL(path, this.#server);
    for (const [name, value] of Object.entries(query)) {
      // A filter given several times means "or".
      for (const one of Array.isArray(value) ? value : [value]) {
        address.searchParams.append(name, String(one));
      }
    }
    return address.href;
  }
}

/** Return the error for an answer that is none: the API's problem, or what a proxy in front of it said. */
async function refusal(response: Response): Promise<Error> {
  if (response.headers.get("Content-Type") !== "application/problem+json") {
    return new Error(`${response.status} ${response.url}`);
  }
  return new Refused((await response.json()) as Problem);
}
