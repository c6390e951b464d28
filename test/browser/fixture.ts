import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { companyAt, departments, type Row, requestOf, type Statistic } from './company.ts';
import { CalendarService, LeaveService } from './leaveService.ts';
import { NoticeService } from './noticeService.ts';
import { Directory } from './people.ts';
import { bearerOf, type Call, nobody, problem, type Reply, Signing } from './signing.ts';

/** Numbers in the API's shapes, for tests of the page alone; the pipeline's own tests use the real API. */
export interface Fixture {
  readonly url: string;
  /** Paths asked for since the start, with their queries. */
  readonly asked: readonly string[];
  /** One more request arrives, and the page is told. */
  submit(): void;
  /** Addresses that contain this text answer 503, or another status; null: none. */
  fail(part: string | null, status?: number): void;
  /** Forgets everything: a line that nothing has come through yet. */
  empty(): void;
  /** The API itself hears of no changes, until it says hello again. */
  deaf(off: boolean): void;
  /** Ends live connections and refuses new ones until it is called with false. */
  cut(off: boolean): void;
  /** Auth, as the page sees it. */
  readonly signing: Signing;
  /** The other services, as the page sees them. */
  readonly leave: LeaveService;
  readonly calendar: CalendarService;
  readonly notices: NoticeService;
  readonly directory: Directory;
  /** What was sent to them since the start: everything but reading. */
  readonly sent: readonly Call[];
  /** The next answer to a path with this text gets lost on the way, after it was done. */
  lose(part: string): void;
  /** Sends a notice: so many are unread now. */
  notify(unread: number): void;
  stop(): Promise<void>;
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** As strict as a server can be: what the page cannot do under it, it must not need. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'";

interface Service {
  /** null: there is no such address. */
  answer(call: Call): Reply | null;
}

interface Asked {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly as: Call['as'];
}

const coarse = (value: Row[string], size: string | undefined): Row[string] =>
  size === 'month' ? `${String(value).slice(0, 7)}-01` : (value ?? null);

const amount = (row: Row, name: string): number => Number(row[name] ?? 0);
const sum = (rows: readonly Row[], names: readonly string[]): number =>
  rows.reduce((total, row) => names.reduce((all, name) => all + amount(row, name), total), 0);

function quantile(rows: readonly Row[], measure: string, share: number) {
  const all = sum(rows, [measure]);
  let soFar = 0;
  for (const row of [...rows].sort((a, b) => amount(a, 'bucket') - amount(b, 'bucket'))) {
    soFar += amount(row, measure);
    if (soFar >= share * all && all > 0) return { value: amount(row, 'bucket'), numerator: soFar, denominator: all };
  }
  return { value: null, numerator: 0, denominator: 0 };
}

function figures(rows: readonly Row[], { measures, derived }: Statistic): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const { name } of measures) found[name] = sum(rows, [name]);
  for (const one of derived) {
    const numerator = sum(rows, one.numerator ?? []);
    const denominator = sum(rows, one.denominator ?? []);
    found[one.name] =
      one.kind === 'ratio'
        ? { value: denominator === 0 ? null : numerator / denominator, numerator, denominator }
        : quantile(rows, measures[0]?.name ?? '', one.quantile ?? 0.5);
  }
  return found;
}

function matching({ key, asOf, rows }: Statistic, query: URLSearchParams): readonly Row[] {
  const date = key.find(({ kind }) => kind === 'date' || kind === 'instant');
  function dayOf(row: Row): string {
    const value = row[date?.name ?? ''];
    return typeof value === 'number' ? new Date(value).toISOString().slice(0, 10) : String(value);
  }
  const last = [query.get('to'), asOf === null ? null : query.get('asOf')].filter((bound) => bound !== null);
  return rows.filter((row) => {
    if (date !== undefined && (dayOf(row) < (query.get('from') ?? '') || last.some((bound) => dayOf(row) > bound)))
      return false;
    return key.every(({ name }) => !query.has(name) || query.getAll(name).includes(String(row[name])));
  });
}

const allowed = new Set(['from', 'to', 'asOf', 'by', 'format', 'limit']);

function answer(statistic: Statistic, query: URLSearchParams): unknown {
  const unknown = [...query.keys()].filter(
    (name) => !allowed.has(name) && !statistic.key.some((one) => one.name === name),
  );
  if (unknown.length > 0) throw new Error(`unknown parameters: ${unknown.join(', ')}`);
  const by = (query.get('by') ?? '')
    .split(',')
    .filter((name) => name !== '')
    .map((name) => name.split(':'));
  const rows = matching(statistic, query);
  const groups = new Map<string, { key: Row; rows: Row[] }>();
  for (const row of rows) {
    const key: Row = Object.fromEntries(by.map(([name, size]) => [name ?? '', coarse(row[name ?? ''] ?? null, size)]));
    const id = JSON.stringify(key);
    const group = groups.get(id) ?? { key, rows: [] };
    group.rows.push(row);
    groups.set(id, group);
  }
  return {
    name: statistic.name,
    asOf: query.get('asOf'),
    by: by.map((name) => name.join(':')),
    columns: [],
    notes: [],
    rows: [...groups.values()].map((group) => ({ ...group.key, ...figures(group.rows, statistic) })),
    total: figures(rows, statistic),
    computedAt: new Date().toISOString(),
  };
}

const within = (row: Readonly<Record<string, unknown>>, query: URLSearchParams): boolean =>
  ['department', 'leaveType', 'status', 'type', 'kind'].every(
    (name) => !query.has(name) || query.getAll(name).includes(String(row[name])),
  );

const nothing = () => ({
  ...companyAt(0),
  statistics: companyAt(0).statistics.map((one) => ({ ...one, rows: [] })),
  requests: [],
  absences: [],
  events: [],
});

function lineOf({ requests, events }: ReturnType<typeof companyAt>) {
  const changedAt = events.length === 0 ? null : new Date().toISOString();
  return {
    at: new Date().toISOString(),
    kafka: { away: null },
    tables: [
      { name: 'events', rows: events.length, changedAt, lag: 0 },
      { name: 'requests', rows: requests.length, changedAt, lag: 2 },
    ],
    lastEventAt: changedAt,
    deadLetters: 3,
    deadLettersBy: [
      { stage: 'ingress', reason: 'no_person', publisher: '/old-hr', count: 2 },
      { stage: 'leaveline.vacation', reason: 'failed', publisher: '/user', count: 1 },
    ],
    deadLettersUnseen: {},
    stoppedRoutes: [],
    lag: { streams: 0, sinks: 2 },
    incomplete: { vacations: 1 },
    reusedIds: [
      { source: '/sign-in', ids: 2, events: 3, lastAt: new Date().toISOString(), eventId: events[0]?.eventId ?? '' },
    ],
  };
}

/** Serves the built page in `folder` with the fixture's API on a free port. */
export async function startFixture(folder: string): Promise<Fixture> {
  let company = companyAt(Date.now());
  let failing: { readonly part: string; readonly status: number } | null = null;
  let severed = false;
  let count = 1000;
  const asked: string[] = [];
  const listeners = new Set<ServerResponse>();
  const noticed = new Set<ServerResponse>();
  const signing = new Signing();
  const leave = new LeaveService();
  const directory = new Directory();
  const calendar = new CalendarService();
  const notices = new NoticeService();
  const sent: Call[] = [];
  let losing: string | null = null;
  let unread = 3;

  const catalogue = () => ({
    statistics: company.statistics.map(({ rows: _, ...entry }) => ({ ...entry, tables: [`statistics_${entry.name}`] })),
  });
  function paged(rows: readonly Readonly<Record<string, unknown>>[], query: URLSearchParams) {
    const start = Number(query.get('cursor') ?? 0);
    const end = start + Number(query.get('limit') ?? 50);
    return { rows: rows.slice(start, end), next: end < rows.length ? String(end) : null };
  }
  function read(path: string, query: URLSearchParams): unknown {
    if (path === '/api/statistics') return catalogue();
    if (path === '/api/departments') return company.requests.length === 0 ? [] : departments;
    if (path === '/api/requests')
      return paged(
        company.requests.filter((row) => within(row, query)),
        query,
      );
    if (path === '/api/events')
      return paged(
        company.events.filter((row) => within(row, query)),
        query,
      );
    if (path === '/api/absences')
      return {
        rows: company.absences.filter(
          (row) =>
            within(row, query) &&
            String(row.day) >= (query.get('from') ?? '') &&
            String(row.day) <= (query.get('to') ?? '9'),
        ),
      };
    if (path === '/api/line') return lineOf(company);
    const statistic = company.statistics.find(({ name }) => path === `/api/statistics/${name}`);
    return statistic === undefined ? undefined : answer(statistic, query);
  }

  function send(response: ServerResponse, status: number, body: unknown): void {
    response
      .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
      .end(JSON.stringify(body));
  }
  function reply(response: ServerResponse, { status, body, headers }: Reply): void {
    response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers });
    response.end(body === null ? undefined : JSON.stringify(body));
  }
  function streamNotices(response: ServerResponse): unknown {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(`event: notices\ndata: ${JSON.stringify({ unread, newest: unread })}\n\n`);
    noticed.add(response);
    return response.on('close', () => noticed.delete(response));
  }
  function live(response: ServerResponse): unknown {
    if (severed) return response.writeHead(503).end();
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(
      `retry: 300\nevent: hello\ndata: ${JSON.stringify({ version: 'fixture', timeZone: 'Europe/Kyiv' })}\n\n`,
    );
    listeners.add(response);
    return response.on('close', () => listeners.delete(response));
  }
  async function auth(request: IncomingMessage, path: string, response: ServerResponse): Promise<void> {
    const body = await text(request);
    reply(response, signing.answer(request, path, body === '' ? {} : JSON.parse(body)));
  }
  const services: Readonly<Record<string, Service>> = {
    vacation: leave,
    calendar,
    notification: notices,
    user: directory,
  };
  async function serve(service: Service, { request, response, url, as }: Asked): Promise<void> {
    const body = await text(request);
    const call: Call = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      as,
      body: body === '' ? {} : JSON.parse(body),
    };
    if (call.method !== 'GET') sent.push(call);
    const answer = service.answer(call) ?? problem(404, 'not_found');
    if (losing !== null && url.pathname.includes(losing)) {
      losing = null;
      response.destroy();
    } else reply(response, answer);
  }
  function api(request: IncomingMessage, url: URL, response: ServerResponse): unknown {
    asked.push(url.pathname + url.search);
    if (failing !== null && url.href.includes(failing.part))
      return send(response, failing.status, {
        code: 'store_away',
        title: 'The store does not answer',
        detail: 'ClickHouse does not answer.',
        remedy: 'Wait a moment; it is started again by itself.',
      });
    if (url.pathname.startsWith('/api/auth/')) return void auth(request, url.pathname, response);
    const as = bearerOf(request, signing.tokens);
    if (as === null) return reply(response, nobody);
    if (url.pathname === '/api/notification/stream') return streamNotices(response);
    if (url.pathname === '/api/live') return live(response);
    const service = services[url.pathname.split('/')[2] ?? ''];
    if (service !== undefined) return void serve(service, { request, response, url, as });
    try {
      const body = read(url.pathname, url.searchParams);
      if (body === undefined) return send(response, 404, { status: 404, code: 'not_found', title: 'Not found' });
      return send(response, 200, body);
    } catch (error) {
      return send(response, 400, { code: 'bad_query', title: 'Bad query', detail: String(error) });
    }
  }
  async function file(path: string, response: ServerResponse): Promise<unknown> {
    const name = extname(path) === '' ? '/index.html' : path;
    const body = await readFile(join(folder, name)).catch(() => null);
    if (body === null) return response.writeHead(404).end();
    response
      .writeHead(200, {
        'content-type': types[extname(name)] ?? 'application/octet-stream',
        'content-security-policy': policy,
      })
      .end(body);
  }
  const server = createServer((request: IncomingMessage, response) => {
    const url = new URL(request.url ?? '/', 'http://fixture');
    if (url.pathname.startsWith('/api/')) api(request, url, response);
    else void file(url.pathname, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  function tell(tables: readonly string[]): void {
    for (const listener of listeners)
      listener.write(`event: change\ndata: ${JSON.stringify({ tables, at: Date.now() })}\n\n`);
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    submit: () => {
      count += 8;
      company.requests.unshift(requestOf(count, Date.now(), 0));
      const today = new Date().toISOString().slice(0, 10);
      company = {
        ...company,
        statistics: company.statistics.map((one) =>
          one.name === 'requests_by_status'
            ? {
                ...one,
                rows: [
                  ...one.rows,
                  { submittedOn: today, department: 'Sales', leaveType: 'annual', status: 'submitted', requests: 1 },
                ],
              }
            : one,
        ),
      };
      tell(['requests', 'statistics_requests_by_status']);
    },
    fail: (part, status = 503) => {
      failing = part === null ? null : { part, status };
    },
    empty: () => {
      company = nothing();
    },
    deaf: (off) => {
      const said = off
        ? `event: stale\ndata: ${JSON.stringify({ since: new Date().toISOString() })}`
        : 'event: hello\ndata: {}';
      for (const listener of listeners) listener.write(`${said}\n\n`);
    },
    cut: (off) => {
      severed = off;
      if (off) for (const listener of listeners) listener.destroy();
    },
    signing,
    leave,
    calendar,
    notices,
    directory,
    sent,
    lose: (part) => {
      losing = part;
    },
    notify: (count) => {
      unread = count;
      for (const one of noticed) one.write(`event: notices\ndata: ${JSON.stringify({ unread, newest: count })}\n\n`);
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
