import type { BrowserContext } from 'playwright-core';
import type { TestApp } from '#services/common/testing/app.ts';
import { people, type Somebody } from './people.ts';

const carried = ['content-type', 'if-match', 'idempotency-key'];

/** What the gateway does: hands what a page asks below a path to a service's own routes, as who is signed in. */
export const passOn = (context: BrowserContext, below: string, app: TestApp, as: Somebody): Promise<unknown> =>
  context.route(
    ({ pathname }) => pathname.startsWith(below),
    async (route) => {
      const request = route.request();
      const { pathname, search } = new URL(request.url());
      const body = request.postData();
      const headers = Object.fromEntries(Object.entries(request.headers()).filter(([name]) => carried.includes(name)));
      const sent = { as: people[as], headers, ...(body !== null && { body }) };
      const got = await app.ask(request.method(), pathname + search, sent);
      await route.fulfill({ status: got.status, headers: Object.fromEntries(got.headers), body: got.text });
    },
  );
