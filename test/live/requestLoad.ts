import { setTimeout as wait } from 'node:timers/promises';
import { addDays, localDate } from '#lib/dates.ts';
import { eventually } from '#lib/testing/eventually.ts';
import type { Seeded, SignIn } from '../../services/auth/seed.ts';
import { Browser, type Page } from '../../services/auth/testing/browser.ts';
import type { CompanyServices, ServiceName } from './companyServices.ts';

/** What the services have acknowledged. */
export interface Acknowledged {
  /** Leave requests, by their Idempotency-Key. */
  readonly requests: ReadonlyMap<string, string>;
  readonly decisions: number;
  readonly signIns: { readonly good: number; readonly bad: number };
  /** Changes of people. */
  readonly updates: number;
}

export interface Load {
  /** Begins; returns what was done so far, and how to end it: what is under way is insisted on until it is answered. */
  start(): { readonly done: Acknowledged; stop(): Promise<Acknowledged> };
}

const employees = Array.from({ length: 8 }, (_, n) => `e${n + 1}`);
const roles: Readonly<Record<string, Seeded['roles']>> = { hanna: ['employee', 'hr'], maria: ['employee', 'manager'] };
const mailOf = (id: string): string => `${id}@company.example`;

type Ask = (name: ServiceName, method: string, path: string, body?: object, headers?: object) => Promise<Page>;
type People = ReadonlyMap<string, Ask>;

/**
 * A company of ten, made known through the services themselves; then everybody does what they can: eight ask for leave,
 * the manager and HR decide, HR changes people, and people sign in, rightly and wrongly.
 */
export async function loadOf(
  company: CompanyServices,
  seed: (people: readonly Seeded[]) => Promise<readonly SignIn[]>,
): Promise<Load> {
  const ids = [...Object.keys(roles), ...employees];
  const signIns = await seed(
    ids.map((id) => ({ employeeId: id, email: mailOf(id), locale: 'en', roles: roles[id] ?? ['employee'] })),
  );
  const passwords = new Map(signIns.map(({ login, password }) => [login, password]));
  const people: People = new Map(
    await Promise.all(ids.map(async (id) => [id, await signedIn(company, mailOf(id), passwords)] as const)),
  );
  await announce(people, ids);
  return { start: () => everybody(company, people, passwords) };
}

async function signedIn(company: CompanyServices, login: string, passwords: ReadonlyMap<string, string>): Promise<Ask> {
  const browser = new Browser(company.url('auth'));
  const { status } = await browser.ask('POST', '/api/auth/sign-in', { login, password: passwords.get(login) });
  if (status !== 200) throw new Error(`${login} cannot sign in: ${status}`);
  return async (name, method, path, body, headers) => {
    const at = new Browser(company.url(name));
    at.token = browser.token;
    return at.ask(method, path, body, { ...headers });
  };
}

/** HR enters the department and the people; resolves when the vacation service has heard of all. */
async function announce(people: People, ids: readonly string[]): Promise<void> {
  const hr = people.get('hanna') as Ask;
  await insist(() => hr('user', 'POST', '/api/user/departments', { name: 'Sales' }));
  for (const employeeId of ids) {
    const managerId = employees.includes(employeeId) ? 'maria' : null;
    const names = { firstName: employeeId, lastName: 'Koval', email: mailOf(employeeId), locale: 'en' };
    const work = { department: 'Sales', hiredOn: '2024-01-01', managerId };
    const { status, body } = await hr('user', 'POST', '/api/user/people', { employeeId, ...names, ...work });
    if (status >= 300) throw new Error(`${employeeId} cannot be entered: ${JSON.stringify(body)}`);
  }
  for (const employeeId of employees)
    await eventually(async () => (await hr('vacation', 'GET', `/api/vacation/balances/${employeeId}`)).status === 200);
}

/** Asks again until the service has answered, whatever is down meanwhile; an answer below 500 is one. */
const insist = (ask: () => Promise<Page>): Promise<Page> =>
  eventually(async () => {
    const page = await ask().catch(() => null);
    return page !== null && page.status < 500 && page;
  });

function everybody(company: CompanyServices, people: People, passwords: ReadonlyMap<string, string>) {
  const done = { requests: new Map<string, string>(), decisions: 0, signIns: { good: 0, bad: 0 }, updates: 0 };
  const stopping = new AbortController();
  async function until(work: (turn: number) => Promise<void>) {
    for (let turn = 0; !stopping.signal.aborted; turn++) await work(turn);
  }
  const working = [
    ...employees.map((id) => until((turn) => askForLeave(people.get(id) as Ask, id, turn, done.requests))),
    ...['maria', 'hanna'].map((id) =>
      until(async () => {
        done.decisions += await decide(people.get(id) as Ask);
      }),
    ),
    until(async (turn) => {
      done.updates += await rename(people.get('hanna') as Ask, turn);
    }),
    until(async (turn) => {
      const good = turn % 3 > 0;
      done.signIns[good ? 'good' : 'bad'] += await trySignIn(company, passwords, turn, good);
    }),
  ];
  async function stop(): Promise<Acknowledged> {
    stopping.abort();
    await Promise.all(working);
    return done;
  }
  return { done, stop };
}

/** A day of unpaid leave, a new one each turn. */
async function askForLeave(ask: Ask, id: string, turn: number, done: Map<string, string>): Promise<void> {
  const key = `${id}-${turn}`;
  const day = addDays(localDate(Date.now(), 'Europe/Kyiv'), 10 + turn);
  const wanted = { leaveType: 'unpaid', from: day, to: day };
  const headers = { 'idempotency-key': key };
  const { status, body } = await insist(() => ask('vacation', 'POST', '/api/vacation/requests', wanted, headers));
  if (status !== 201) throw new Error(`${key} was refused: ${JSON.stringify(body)}`);
  done.set(key, body.requestId);
  await wait(120);
}

/** Approves all that waits; what somebody else was faster with, or what an unanswered try did, waits no more. */
async function decide(ask: Ask): Promise<number> {
  const { body } = await insist(() => ask('vacation', 'GET', '/api/vacation/approvals'));
  const decisions = body.approvals
    .slice(0, 5)
    .map(({ request }: { request: { requestId: string; version: number } }) => ({
      requestId: request.requestId,
      version: request.version,
      decision: 'approve',
    }));
  await wait(150);
  if (decisions.length === 0) return 0;
  const path = '/api/vacation/approvals/decisions';
  const answer = await insist(() => ask('vacation', 'POST', path, { decisions }));
  return answer.body.results.filter(({ status }: { status: number }) => status === 200).length;
}

async function rename(ask: Ask, turn: number): Promise<number> {
  const path = `/api/user/people/${employees[turn % employees.length]}`;
  const seen = await insist(() => ask('user', 'GET', path));
  const headers = { 'if-match': seen.headers.get('etag') ?? '' };
  const { status } = await insist(() => ask('user', 'PATCH', path, { firstName: `Name ${turn}` }, headers));
  await wait(200);
  return status === 200 ? 1 : 0;
}

async function trySignIn(
  company: CompanyServices,
  passwords: ReadonlyMap<string, string>,
  turn: number,
  good: boolean,
): Promise<number> {
  const login = mailOf(employees[turn % employees.length] ?? '');
  const password = good ? passwords.get(login) : 'not the password';
  const browser = new Browser(company.url('auth'));
  const page = await browser.ask('POST', '/api/auth/sign-in', { login, password }).catch(() => null);
  await wait(900);
  return page?.status === (good ? 200 : 401) ? 1 : 0;
}
