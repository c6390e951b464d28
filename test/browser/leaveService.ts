import { addDays } from '#lib/dates.ts';
import type {
  Balance,
  Decided,
  Delegation,
  LeaveRequest,
  LeaveType,
  Preview,
  SickNote,
  Verdict,
  Waiting,
  Wanted,
} from '#services/vacation/answers.ts';
import { people, type Somebody } from './people.ts';
import { type Call, problem, type Reply } from './signing.ts';

const dayMs = 86_400_000;
const ok = (body: unknown, status = 200): Reply => ({ status, body });
const done: Reply = { status: 204, body: null };
const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** The year of the fixture's leave: everything in it lies ahead. */
export const nextYear = new Date().getUTCFullYear() + 1;

const leaveTypes: readonly LeaveType[] = [
  {
    leaveType: 'annual',
    name: { uk: 'Щорічна відпустка', en: 'Annual leave' },
    counting: 'working',
    paid: true,
    approval: ['manager'],
    halfDays: true,
    hours: false,
    noticeDays: 0,
    hasBalance: true,
  },
  {
    leaveType: 'unpaid',
    name: { uk: 'За свій рахунок', en: 'Unpaid leave' },
    counting: 'working',
    paid: false,
    approval: ['manager'],
    halfDays: false,
    hours: true,
    noticeDays: 0,
    hasBalance: false,
  },
];

function workdaysOf(from: string, to: string): string[] {
  const days: string[] = [];
  for (let day = from; day <= to; day = addDays(day, 1))
    if (![0, 6].includes(new Date(day).getUTCDay())) days.push(day);
  return days;
}

/** What the fixture refuses and warns of: more than ten days at once, and the tenth of June. */
function findingsOf({ from, to }: Wanted, days: number): Preview['findings'] {
  const busy = `${nextYear}-06-10`;
  return [
    ...(days > 10 ? [{ code: 'too_long', severity: 'refuse', facts: { longest: 10, days } } as const] : []),
    ...(from <= busy && busy <= to
      ? [{ code: 'too_many_absent', severity: 'warn', facts: { day: busy, absent: 3, maxAbsent: 2 } } as const]
      : []),
  ];
}

function previewOf(wanted: Wanted): Preview {
  const workdays = workdaysOf(wanted.from, wanted.to);
  const part = wanted.hours === null ? (wanted.dayPart === 'full' ? 1 : 0.5) : wanted.hours / 8;
  const days = workdays.length * part;
  const findings = findingsOf(wanted, days);
  const left = wanted.leaveType === 'annual' ? { [nextYear]: 20 - days } : {};
  const perDay = workdays.map((day) => ({ day, counted: part, working: part }));
  const allowed = findings.every(({ severity }) => severity !== 'refuse');
  return { days, workingDays: days, perDay, available: { [nextYear]: 20 }, left, findings, allowed, refusal: null };
}

function requestOf(requestId: string, as: Somebody, wanted: Wanted): LeaveRequest {
  const { employeeId, firstName, lastName } = people[as];
  const { leaveType, from, to, dayPart, substituteId, hours } = wanted;
  return {
    requestId,
    employeeId,
    employeeName: `${firstName} ${lastName}`,
    status: 'submitted',
    version: 1,
    leaveType,
    from,
    to,
    dayPart,
    substituteId,
    fraction: hours === null ? null : hours / 8,
    days: previewOf(wanted).days,
    approval: ['manager'],
    agreed: 0,
    openStep: 'manager',
    submittedAt: Date.now() - 2 * dayMs,
    decidedAt: null,
    decidedBy: null,
    automatic: false,
  };
}

const annual = (from: string, to: string): Wanted => ({
  leaveType: 'annual',
  from,
  to,
  dayPart: 'full',
  hours: null,
  substituteId: null,
});

const balance: Balance = {
  leaveType: 'annual',
  year: nextYear,
  granted: 24,
  carried: 2,
  adjusted: 0,
  expired: 0,
  taken: 3,
  scheduled: 2,
  pending: 1,
  available: 20,
  atRisk: { days: 2, last: `${nextYear}-03-31` },
};

/** Leave as the page sees it: requests with versions, dry runs, decisions, delegation, sick notes. */
export class LeaveService {
  readonly requests: LeaveRequest[];
  readonly sickNotes: SickNote[] = [];
  delegation: Delegation = { delegateId: null, from: null, to: null, whenAway: true };
  readonly #kept = new Map<string, Reply>();

  constructor() {
    const own = requestOf('own-1', 'employee', annual(`${nextYear}-03-02`, `${nextYear}-03-04`));
    const asked = (['employee', 'hr', 'analyst'] as const).map((as, at) =>
      requestOf(`asked-${at + 1}`, as, annual(`${nextYear}-0${at + 4}-10`, `${nextYear}-0${at + 4}-14`)),
    );
    const past = { status: 'approved', openStep: null, agreed: 1, decidedAt: Date.now() - dayMs };
    const granted = { ...requestOf('own-2', 'employee', annual(`${nextYear}-08-02`, `${nextYear}-08-06`)), ...past };
    this.requests = [own, granted, ...asked];
  }

  /** Somebody else changes a request meanwhile. */
  overtake(requestId: string, part: Partial<LeaveRequest> = {}): void {
    this.#change(requestId, part);
  }

  answer(call: Call): Reply | null {
    const at = `${call.method} ${call.path.replace('/api/vacation/', '')}`;
    if (at === 'GET leave-types') return ok({ leaveTypes });
    if (at === 'GET balances/me') return ok({ balances: [balance] });
    if (at === 'GET delegation') return ok(this.delegation);
    if (at === 'PUT delegation') return this.#delegate(call.body as unknown as Delegation);
    if (at === 'GET sick-notes') return ok({ sickNotes: this.sickNotes });
    if (at === 'POST sick-notes') return this.#once(call, () => this.#ill(call.as, call.body));
    if (/^POST sick-notes\/[^/]+\/cancel$/.test(at)) return this.#wellAgain(at.split('/')[1] ?? '');
    if (at === 'GET approvals') return ok({ approvals: this.#queue() });
    if (at === 'POST approvals/decisions') return this.#decide(call.body as unknown as Decisions);
    return at.includes(' requests') ? this.#request(at, call) : null;
  }

  #request(at: string, call: Call): Reply | null {
    const wanted = call.body as unknown as Wanted;
    if (at === 'GET requests') return ok({ requests: this.#own(call.as) });
    if (at === 'POST requests/preview') return ok(previewOf(wanted));
    if (at === 'POST requests') return this.#once(call, () => this.#submit(call.as, wanted));
    const [, id = '', command] = /^\w+ requests\/([^/]+)(?:\/([\w-]+))?$/.exec(at) ?? [];
    const found = this.requests.find(({ requestId }) => requestId === id);
    if (found === undefined) return null;
    if (call.method === 'GET') return ok({ ...found, history: historyOf(found) });
    if (call.headers['if-match'] !== `"${found.version}"`) return problem(412, 'stale');
    const { days } = previewOf(wanted.from === undefined ? annual(found.from, found.to) : wanted);
    return ok(this.#change(id, command === undefined ? { ...wanted, days } : { status: afterwards[command] ?? '' }));
  }

  #own(as: Somebody): LeaveRequest[] {
    return this.requests.filter(
      ({ employeeId, requestId }) => employeeId === people[as].employeeId && !requestId.startsWith('asked'),
    );
  }

  #change(id: string, part: Partial<LeaveRequest>): LeaveRequest | undefined {
    const at = this.requests.findIndex(({ requestId }) => requestId === id);
    const former = this.requests[at];
    if (former !== undefined) this.requests[at] = { ...former, ...part, version: former.version + 1 };
    return this.requests[at];
  }

  /** The same key gets the same answer, and nothing happens twice. */
  #once({ headers }: Call, work: () => Reply): Reply {
    const key = String(headers['idempotency-key'] ?? '');
    const answer = this.#kept.get(key) ?? work();
    this.#kept.set(key, answer);
    return answer;
  }

  #submit(as: Somebody, wanted: Wanted): Reply {
    const made = requestOf(`made-${this.requests.length}`, as, wanted);
    this.requests.unshift(made);
    return ok(made, 201);
  }

  #ill(as: Somebody, { from = '', to = '' }: Readonly<Record<string, string>>): Reply {
    const note: SickNote = {
      absenceId: `ill-${this.sickNotes.length}`,
      employeeId: people[as].employeeId,
      status: 'reported',
      version: 1,
      from,
      to,
      dayPart: 'full',
    };
    this.sickNotes.push(note);
    return ok(note, 201);
  }

  #wellAgain(id: string): Reply {
    const at = this.sickNotes.findIndex(({ absenceId }) => absenceId === id);
    const note = this.sickNotes[at];
    if (note === undefined) return problem(404, 'not_found');
    this.sickNotes[at] = { ...note, status: 'cancelled', version: note.version + 1 };
    return ok(this.sickNotes[at]);
  }

  #delegate(delegation: Delegation): Reply {
    this.delegation = { ...delegation, from: delegation.from ?? dayOf(Date.now()) };
    return ok(this.delegation);
  }

  #queue(): Waiting[] {
    return this.requests
      .filter(({ requestId, status }) => requestId.startsWith('asked') && status === 'submitted')
      .map((request, at) => ({
        request,
        department: 'Sales',
        waitingSince: request.submittedAt,
        findings: at === 0 ? findingsOf(annual(`${nextYear}-06-10`, `${nextYear}-06-10`), 1) : [],
        away: at === 1 ? [{ name: 'Остап Бульба', days: [request.from] }] : [],
      }));
  }

  #decide({ decisions }: Decisions): Reply {
    const results = decisions.map(({ requestId, version, decision }): Decided => {
      const found = this.requests.find((one) => one.requestId === requestId);
      if (found?.version !== version)
        return { requestId, status: 409, version: null, code: 'stale', detail: 'It has changed.' };
      this.#change(requestId, { status: decision === 'approve' ? 'approved' : 'rejected', openStep: null });
      return { requestId, status: 200, version: version + 1, code: null, detail: null };
    });
    return ok({ results });
  }
}

interface Decisions {
  readonly decisions: readonly { requestId: string; version: number; decision: Verdict; reason: string | null }[];
}

const afterwards: Readonly<Record<string, string>> = {
  withdraw: 'withdrawn',
  'request-cancellation': 'cancellation_requested',
};

const historyOf = ({ employeeId, leaveType, from, to, submittedAt }: LeaveRequest) => [
  {
    type: 'vacation.request.submitted',
    at: submittedAt,
    by: employeeId,
    text: 'До моря.',
    values: { leaveType, from, to },
  },
];

/** The team's calendar as the page sees it, and the addresses of feeds, each told once. */
export class CalendarService {
  readonly feeds: { id: string; kind: string; department: string | null; createdAt: string }[] = [];

  answer({ method, path, query, body }: Call): Reply | null {
    if (path === '/api/calendar/leave') return ok(teamOf(query));
    if (path === '/api/calendar/feeds' && method === 'GET') return ok({ rows: this.feeds });
    if (path === '/api/calendar/feeds') return this.#make(body);
    if (method !== 'DELETE') return null;
    const at = this.feeds.findIndex(({ id }) => path.endsWith(`/${id}`));
    if (at < 0) return problem(404, 'not_found');
    this.feeds.splice(at, 1);
    return done;
  }

  #make({ kind = '', department = null }: Readonly<Record<string, string | null>>): Reply {
    const feed = { id: `feed-${this.feeds.length}`, kind: kind ?? '', department, createdAt: new Date().toISOString() };
    this.feeds.push(feed);
    return ok({ ...feed, path: `/api/calendar/ical/secret-of-${feed.id}.ics` }, 201);
  }
}

function teamOf(query: URLSearchParams) {
  const department = query.get('department') ?? 'Sales';
  const from = query.get('from') ?? '';
  const one = (employeeId: string, name: string, first: number, last: number, dayPart = 'full') => ({
    employeeId,
    name,
    from: addDays(from, first),
    to: addDays(from, last),
    dayPart,
    leaveType: 'annual',
  });
  const leave =
    department === 'Sales'
      ? [one('olena', 'Олена Коваль', 0, 30), one('ostap', 'Остап Бульба', 3, 3, 'morning')]
      : [one('liam', 'Liam Walker', 9, 11)];
  return { ready: true, departments: ['Sales', 'Support'], department, leave };
}
