import type { Person } from '../people.ts';
import type { Route } from '../route.ts';

export interface Got {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape.
  readonly body: any;
}

export type Someone = Partial<Person> & { readonly employeeId: string };

export interface TestApp {
  readonly address: string;
  /** `ask('POST', '/api/…', { as: { employeeId: '7' }, body: {…} })`; without `as` nobody is signed in. */
  ask(method: string, path: string, options?: AskOptions): Promise<Got>;
  stop(): Promise<void>;
}

export interface AskOptions {
  readonly as?: Someone;
  readonly token?: string;
  /** Sent as JSON, unless it is a text or bytes. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** These routes behind a real HTTP server on a free port, with tokens of a test issuer. */
export function testApp(_routes: readonly Route[]): Promise<TestApp> {
  throw new Error('not built yet');
}
