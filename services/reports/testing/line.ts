import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { addDays, localDate, monthOf, weekday } from '#lib/dates.ts';
import type { Role } from '#schemas/access/people.ts';
import { bucketOf, hourBounds } from '#statistics/buckets.ts';
import type { AbsenceRow, RequestRow } from '../reading.ts';

/** Somebody who may read: roles, and whose rows; null: everybody's. */
export interface Reader {
  roles: readonly Role[];
  sees: readonly string[] | null;
}

/**
 * Auth and the API of the line as far as reports ask them: over HTTP, with tokens, rows and sums of `requests` and
 * `absences`.
 */
export interface TestLine {
  readonly url: string;
  readonly secret: string;
  readonly readers: Map<string, Reader>;
  requests: RequestRow[];
  absences: AbsenceRow[];
  /** Answers 503 to everything of the API. */
  away: boolean;
  /** Called before each answer of the API. */
  before: () => Promise<void>;
  stop(): Promise<void>;
}

const zone = 'Europe/Kyiv';
const dayOf = (instant: string | null): string => (instant === null ? '' : localDate(Date.parse(instant), zone));

export async function testLine(): Promise<TestLine> {
  const secret = 'what services of the tests show, long';
  const server = createServer((request, response) => void answer(line, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const line: TestLine = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    secret,
    readers: new Map(),
    requests: [],
    absences: [],
    away: false,
    before: async () => {},
    stop: () => closed(server),
  };
  return line;
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

async function answer(line: TestLine, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { status, body } = await answerTo(line, request);
  response.statusCode = status;
  response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
}

async function answerTo(line: TestLine, request: IncomingMessage): Promise<{ status: number; body: unknown }> {
  const { pathname, searchParams } = new URL(request.url ?? '/', line.url);
  if (pathname === '/api/auth/service-tokens') return tokenFor(line, request);
  await line.before();
  const [, id = ''] = /^Bearer token-of-(.+)$/.exec(request.headers.authorization ?? '') ?? [];
  const reader = line.readers.get(id);
  if (!reader) return { status: 401, body: {} };
  if (line.away) return { status: 503, body: { code: 'clickhouse_away' } };
  const asked = (name: string) => searchParams.getAll(name);
  const mine = <T extends { employeeId: string; department: string }>(rows: readonly T[]) =>
    rows.filter(
      (row) =>
        (reader.sees?.includes(row.employeeId) ?? true) &&
        (asked('department').length === 0 || asked('department').includes(row.department)),
    );
  const [from = '', to = '9999'] = [...asked('from'), ...asked('to')];
  const body = bodyOf(pathname, searchParams, {
    requests: mine(line.requests),
    absences: mine(line.absences),
    from,
    to,
  });
  return body === null ? { status: 404, body: {} } : { status: 200, body };
}

async function tokenFor({ secret, readers }: TestLine, request: IncomingMessage) {
  const right = `Basic ${Buffer.from(`reports:${secret}`).toString('base64')}`;
  if (request.headers.authorization !== right) return { status: 401, body: {} };
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const asked = JSON.parse(Buffer.concat(chunks).toString()) as { employeeId: string; roles: readonly Role[] };
  const { employeeId } = asked;
  const reader = readers.get(employeeId);
  if (!reader) return { status: 404, body: { code: 'no_active_account' } };
  const roles = reader.roles.filter((role) => asked.roles.includes(role));
  return { status: 200, body: { accessToken: `token-of-${employeeId}`, expiresAt: 0, roles } };
}

interface Rows {
  readonly requests: readonly RequestRow[];
  readonly absences: readonly AbsenceRow[];
  readonly from: string;
  readonly to: string;
}

function bodyOf(path: string, asked: URLSearchParams, { requests, absences, from, to }: Rows): unknown {
  const within = (day: string) => day !== '' && day >= from && day <= to;
  const decided = requests.filter(({ decidedAt, status }) => within(dayOf(decidedAt)) && status !== 'expired');
  const approved = decided.filter(({ status }) => status !== 'rejected').length;
  switch (path) {
    case '/api/statistics/requests_by_status': {
      const by = Map.groupBy(
        requests.filter((row) => within(dayOf(row.submittedAt))),
        ({ status }) => status,
      );
      return { rows: [...by].map(([status, some]) => ({ status, requests: some.length })) };
    }
    case '/api/statistics/approval_rate':
      return { total: { approvalRate: figure(approved / decided.length, approved, decided.length) } };
    case '/api/statistics/decision_lead_time':
      return { total: { p50: quantile(decided, 0.5), p90: quantile(decided, 0.9) } };
    case '/api/statistics/out_by_day':
      return {
        rows: awayBy(
          String(asked.get('by')),
          absences.filter(({ day }) => within(day)),
        ),
      };
    case '/api/absences':
      return { rows: absences.filter(({ day }) => within(day)), next: null };
    case '/api/requests':
      return pageOf(
        requests.filter((row) => isAsked(row, asked)),
        asked,
      );
    default:
      return null;
  }
}

/** By week or month, and by kind. */
function awayBy(by: string, absences: readonly AbsenceRow[]) {
  const firstOf = (day: string) => (by.startsWith('day:week') ? addDays(day, 1 - weekday(day)) : monthOf(day));
  const groups = Map.groupBy(absences, ({ day, kind }) => `${firstOf(day)} ${kind}`);
  return [...groups].map(([key, some]) => {
    const [day, kind] = key.split(' ');
    return { day, kind, days: some.reduce((sum, { fraction }) => sum + fraction, 0) };
  });
}

const figure = (value: number, numerator: number, denominator: number) => ({
  value: denominator === 0 ? null : value,
  numerator,
  denominator,
});

const hourMs = 3_600_000;

/** As the line has it: the bound of the bucket that the share of them reaches, and how many are within it. */
function quantile(decided: readonly RequestRow[], share: number) {
  const hours = decided
    .map(({ submittedAt, decidedAt }) => (Date.parse(decidedAt ?? '') - Date.parse(submittedAt)) / hourMs)
    .map((value) => bucketOf(value, hourBounds))
    .sort((a, b) => a - b);
  const value = hours[Math.max(1, Math.ceil(share * hours.length)) - 1] ?? 0;
  return figure(value, hours.filter((other) => other <= value).length, hours.length);
}

function isAsked(row: RequestRow, asked: URLSearchParams): boolean {
  const [submitted, decided] = [dayOf(row.submittedAt), dayOf(row.decidedAt)];
  const get = (name: string) => asked.get(name);
  return (
    (get('status') ?? row.status) === row.status &&
    submitted >= (get('submittedFrom') ?? '') &&
    submitted <= (get('submittedTo') ?? '9999') &&
    (get('decidedFrom') === null || decided >= String(get('decidedFrom')))
  );
}

/** Two rows a page, so that pages are met. */
function pageOf(rows: readonly RequestRow[], asked: URLSearchParams) {
  const at = Number(asked.get('cursor') ?? 0);
  return { rows: rows.slice(at, at + 2), next: at + 2 < rows.length ? String(at + 2) : null };
}
