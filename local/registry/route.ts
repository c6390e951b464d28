/** What a handler gets: path parameters (decoded), query, parsed body. */
export interface Call {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

/** The answer's body as a value; text that is JSON already comes as `RawJson`. */
export type Handler = (call: Call) => unknown;

export class RawJson {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Route = readonly [method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, handler: Handler];
