/** A small company as the API would report it: the same numbers every time, seen from a given day. */

export type Row = Record<string, string | number | boolean | null>;

export interface Statistic {
  readonly name: string;
  readonly title: { en: string; uk: string };
  readonly question: { en: string; uk: string };
  readonly key: readonly { name: string; kind: string; label: { en: string; uk: string } }[];
  readonly measures: readonly { name: string; kind: string; label: { en: string; uk: string } }[];
  readonly derived: readonly Derived[];
  readonly asOf: string | null;
  readonly rows: readonly Row[];
}

export interface Derived {
  readonly name: string;
  readonly kind: 'ratio' | 'quantile';
  readonly title: { en: string; uk: string };
  readonly numerator?: readonly string[];
  readonly denominator?: readonly string[];
  readonly quantile?: number;
  readonly unit?: 'hour' | 'day';
}

const dayMs = 86_400_000;

/** Mulberry32: the same numbers for the same seed. */
const random = (seed: number) => (): number => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
};

export const departments = ['Customer Care', 'Engineering', 'Finance', 'Logistics', 'People', 'Sales'] as const;
const sizes = [38, 64, 17, 41, 9, 31];
const leaveTypes = ['annual', 'unpaid', 'study'] as const;
const firstNames = [
  'Олена',
  'Тарас',
  'Ірина',
  'Andrii',
  'Nadiia',
  'Yevhen',
  'Марта',
  'Остап',
  'Liam',
  'Sofia',
  'Ґалина',
  'Петро',
];
const lastNames = [
  'Коваль',
  'Shevchenko',
  'Бондар',
  'Melnyk',
  'Ткаченко',
  'Їжакевич',
  'Walker',
  'Гнатюк',
  'Романюк',
  'Savchuk',
];

const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const month = (ms: number): string => `${day(ms).slice(0, 7)}-01`;
const text = (en: string, uk: string) => ({ en, uk });
const column = (name: string, kind: string, en: string, uk: string) => ({ name, kind, label: text(en, uk) });
const seasonal = [0.5, 0.5, 0.7, 0.8, 1, 1.4, 2.4, 2.6, 1.1, 0.8, 0.6, 1.5];
const sickness = [1.6, 1.7, 1.4, 1, 0.8, 0.6, 0.5, 0.5, 0.8, 1.1, 1.3, 1.5];

const keyDepartment = column('department', 'string', 'Department', 'Відділ');
const keyLeaveType = column('leaveType', 'string', 'Leave type', 'Вид відпустки');

const daysOfTwoYears = (today: number): number[] =>
  Array.from({ length: 730 }, (_, index) => today - (729 - index) * dayMs);
const seasonOf = (ms: number, table: readonly number[]): number => table[new Date(ms).getUTCMonth()] ?? 1;

function decisions(today: number): Statistic[] {
  const next = random(11);
  const approval: Row[] = [];
  const lead: Row[] = [];
  const status: Row[] = [];
  const notice: Row[] = [];
  const bounds = [1, 2, 4, 6, 8, 12, 16, 24, 36, 48, 72, 96, 120, 168];
  for (const ms of daysOfTwoYears(today))
    for (const [index, department] of departments.entries())
      for (const leaveType of leaveTypes) {
        const share = leaveType === 'annual' ? 0.05 : 0.006;
        const count = Math.floor((sizes[index] ?? 0) * share * seasonOf(ms, seasonal) * next() * 2);
        if (count === 0) continue;
        const rejected = next() < 0.35 ? Math.min(count, 1) : 0;
        const key = { department, leaveType };
        approval.push({ ...key, decidedOn: day(ms), approved: count - rejected, rejected });
        lead.push({
          ...key,
          decidedOn: day(ms),
          bucket: bounds[Math.floor(Math.min(0.999, next() * 0.6 + next() * 0.45) * bounds.length)] ?? 6,
          decisions: count,
        });
        notice.push({
          ...key,
          submittedOn: day(ms),
          bucket: [1, 3, 7, 14, 30, 60, 90][Math.floor(next() * 7)] ?? 7,
          requests: count,
        });
        const young = today - ms < 3 * dayMs;
        const open = young ? Math.ceil(count / 2) : 0;
        status.push({ ...key, submittedOn: day(ms), status: 'approved', requests: count - rejected - open });
        if (open > 0) status.push({ ...key, submittedOn: day(ms), status: 'submitted', requests: open });
        if (rejected > 0) status.push({ ...key, submittedOn: day(ms), status: 'rejected', requests: rejected });
        if (next() < 0.12) status.push({ ...key, submittedOn: day(ms), status: 'cancelled', requests: 1 });
        if (next() < 0.05) status.push({ ...key, submittedOn: day(ms), status: 'withdrawn', requests: 1 });
        if (next() < 0.02) status.push({ ...key, submittedOn: day(ms), status: 'expired', requests: 1 });
      }
  const decidedOn = column('decidedOn', 'date', 'Decided on', 'Розглянуто');
  const submittedOn = column('submittedOn', 'date', 'Submitted on', 'Подано');
  const bucket = column('bucket', 'int', 'At most', 'Не більше');
  return [
    {
      name: 'approval_rate',
      title: text('Approval rate', 'Частка погоджених'),
      question: text(
        'What share of the decided leave requests was approved?',
        'Яку частку розглянутих заявок на відпустку погоджено?',
      ),
      key: [decidedOn, keyDepartment, keyLeaveType],
      measures: [
        column('approved', 'count', 'Approved', 'Погоджено'),
        column('rejected', 'count', 'Rejected', 'Відхилено'),
      ],
      derived: [
        {
          name: 'approvalRate',
          kind: 'ratio',
          title: text('Approval rate', 'Частка погоджених'),
          numerator: ['approved'],
          denominator: ['approved', 'rejected'],
        },
      ],
      asOf: 'decidedOn',
      rows: approval,
    },
    {
      name: 'decision_lead_time',
      title: text('Decision lead time', 'Час до рішення'),
      question: text(
        'How long do people wait for the decision on their leave request?',
        'Скільки люди чекають на рішення щодо своєї заявки на відпустку?',
      ),
      key: [decidedOn, keyDepartment, keyLeaveType, bucket],
      measures: [column('decisions', 'count', 'Decisions', 'Рішення')],
      derived: [
        {
          name: 'p50',
          kind: 'quantile',
          quantile: 0.5,
          unit: 'hour',
          title: text('Half are decided within', 'Половину розглянуто за'),
        },
        {
          name: 'p90',
          kind: 'quantile',
          quantile: 0.9,
          unit: 'hour',
          title: text('Nine of ten are decided within', 'Дев’ять із десяти розглянуто за'),
        },
      ],
      asOf: 'decidedOn',
      rows: lead,
    },
    {
      name: 'requests_by_status',
      title: text('Requests by status', 'Заявки за статусом'),
      question: text(
        'How many leave requests were submitted, and where do they stand now?',
        'Скільки заявок на відпустку подано і на якому вони етапі зараз?',
      ),
      key: [submittedOn, keyDepartment, keyLeaveType, column('status', 'string', 'Status', 'Статус')],
      measures: [column('requests', 'count', 'Requests', 'Заявки')],
      derived: [],
      asOf: 'submittedOn',
      rows: status,
    },
    {
      name: 'notice',
      title: text('Notice', 'Завчасність заявок'),
      question: text(
        'How far ahead of its first day is leave asked for?',
        'За скільки днів до початку просять про відпустку?',
      ),
      key: [submittedOn, keyDepartment, keyLeaveType, bucket],
      measures: [column('requests', 'count', 'Requests', 'Заявки')],
      derived: [
        {
          name: 'p50',
          kind: 'quantile',
          quantile: 0.5,
          unit: 'day',
          title: text('Half are asked for at most this far ahead', 'Половину подають не раніше ніж за'),
        },
      ],
      asOf: 'submittedOn',
      rows: notice,
    },
  ];
}

function days(today: number): Statistic[] {
  const next = random(23);
  const vacation: Row[] = [];
  const sick: Row[] = [];
  const months = [...new Set(daysOfTwoYears(today + 40 * dayMs).map(month))];
  for (const first of months)
    for (const [index, department] of departments.entries()) {
      const size = sizes[index] ?? 0;
      const future = first > day(today);
      for (const leaveType of leaveTypes) {
        const base = leaveType === 'annual' ? 1.7 : 0.06;
        const approved =
          Math.round(
            size * base * seasonOf(Date.parse(first), seasonal) * (0.7 + next() * 0.6) * (future ? 0.4 : 1) * 2,
          ) / 2;
        vacation.push({
          month: first,
          department,
          leaveType,
          requestedDays: approved * 1.1,
          approvedDays: approved,
          cancelledDays: 0,
        });
      }
      const available = size * 21;
      const lost = Math.round(available * 0.038 * seasonOf(Date.parse(first), sickness) * (0.7 + next() * 0.6) * 2) / 2;
      if (!future)
        sick.push({
          month: first,
          department,
          sickDays: lost,
          sickSpells: Math.round(lost / 4),
          availableDays: available,
        });
    }
  const keyMonth = column('month', 'date', 'Month', 'Місяць');
  return [
    {
      name: 'vacation_days',
      title: text('Leave days', 'Дні відпустки'),
      question: text(
        'How many days of leave fall in each month: asked for, granted and given back?',
        'Скільки днів відпустки припадає на кожен місяць: заявлено, погоджено і скасовано?',
      ),
      key: [keyMonth, keyDepartment, keyLeaveType],
      measures: [
        column('requestedDays', 'days', 'Requested days', 'Заявлені дні'),
        column('approvedDays', 'days', 'Approved days', 'Погоджені дні'),
        column('cancelledDays', 'days', 'Cancelled days', 'Скасовані дні'),
      ],
      derived: [],
      asOf: 'month',
      rows: vacation,
    },
    {
      name: 'sick_rate',
      title: text('Sick rate', 'Рівень хвороб'),
      question: text(
        'What share of the scheduled working days is lost to illness?',
        'Яку частку запланованих робочих днів втрачено через хворобу?',
      ),
      key: [keyMonth, keyDepartment],
      measures: [
        column('sickDays', 'days', 'Sick days', 'Дні хвороби'),
        column('availableDays', 'days', 'Scheduled days', 'Заплановані дні'),
      ],
      derived: [
        {
          name: 'sickRate',
          kind: 'ratio',
          title: text('Sick rate', 'Рівень хвороб'),
          numerator: ['sickDays'],
          denominator: ['availableDays'],
        },
      ],
      asOf: 'month',
      rows: sick,
    },
    {
      name: 'sick_days',
      title: text('Sick days', 'Дні хвороби'),
      question: text(
        'How many working days are lost to illness each month, in how many spells?',
        'Скільки робочих днів щомісяця втрачено через хворобу і за скільки випадків?',
      ),
      key: [keyMonth, keyDepartment],
      measures: [
        column('sickDays', 'days', 'Sick days', 'Дні хвороби'),
        column('sickSpells', 'count', 'Spells', 'Випадки'),
      ],
      derived: [],
      asOf: 'month',
      rows: sick,
    },
  ];
}

function signIns(today: number): Statistic[] {
  const next = random(37);
  const activity: Row[] = [];
  const failed: Row[] = [];
  const reasons = [
    ['bad_password', 0.62],
    ['unknown_login', 0.18],
    ['locked', 0.11],
    ['bad_otp', 0.07],
    ['disabled', 0.02],
  ] as const;
  for (const ms of daysOfTwoYears(today)) {
    const weekend = [0, 6].includes(new Date(ms).getUTCDay());
    for (const [reason, share] of reasons) {
      const failures = Math.round(next() * 14 * share * (weekend ? 0.2 : 1));
      if (failures > 0) failed.push({ day: day(ms), reason, failures });
    }
    if (today - ms > 20 * dayMs) continue;
    for (let hour = 0; hour < 24; hour += 1) {
      const peak = Math.exp(-((hour - 7) ** 2) / 5) * 60 + Math.exp(-((hour - 12) ** 2) / 8) * 22 + 0.7;
      const logins = Math.round(peak * (weekend ? 0.12 : 1) * (0.7 + next() * 0.6));
      const at = Date.parse(`${day(ms)}T00:00:00Z`) + hour * 3_600_000;
      if (at > today) continue;
      if (logins > 0) activity.push({ hour: at, outcome: 'succeeded', logins });
      if (next() * logins > 9) activity.push({ hour: at, outcome: 'failed', logins: Math.ceil(next() * 3) });
    }
  }
  return [
    {
      name: 'login_activity',
      title: text('Logins', 'Входи'),
      question: text(
        'When do people sign in, and how often does it fail?',
        'Коли люди входять у систему і як часто це не вдається?',
      ),
      key: [column('hour', 'instant', 'Hour', 'Година'), column('outcome', 'string', 'Outcome', 'Результат')],
      measures: [column('logins', 'count', 'Sign-ins', 'Входи')],
      derived: [],
      asOf: 'hour',
      rows: activity,
    },
    {
      name: 'failed_logins',
      title: text('Failed logins', 'Невдалі входи'),
      question: text('How many sign-ins were refused each day, and why?', 'Скільки входів відхилено щодня і чому?'),
      key: [column('day', 'date', 'Day', 'День'), column('reason', 'string', 'Reason', 'Причина')],
      measures: [column('failures', 'count', 'Refusals', 'Відмови')],
      derived: [],
      asOf: 'day',
      rows: failed,
    },
  ];
}

const person = (index: number): { firstName: string; lastName: string; department: string } => ({
  firstName: firstNames[index % firstNames.length] ?? '',
  lastName: lastNames[(index * 7) % lastNames.length] ?? '',
  department: departments[index % departments.length] ?? 'Sales',
});

/** A request submitted `minutes` before now. */
export function requestOf(index: number, now: number, minutes: number): Row {
  const next = random(index + 1);
  const from = now + Math.floor(next() * 60 - 2) * dayMs;
  const length = 1 + Math.floor(next() * 10);
  const states = ['submitted', 'approved', 'approved', 'submitted', 'rejected', 'approved', 'withdrawn', 'cancelled'];
  const submittedAt = now - minutes * 60_000;
  const status = states[index % states.length] ?? 'approved';
  return {
    requestId: `r-${index}`,
    employeeId: String(index),
    status,
    leaveType: leaveTypes[index % 5 === 0 ? 1 : 0],
    from: day(from),
    to: day(from + (length - 1) * dayMs),
    dayPart: 'full',
    days: length,
    submittedAt,
    decidedAt: status === 'submitted' ? null : submittedAt + 3_600_000,
    cancelledAt: null,
    ...person(index),
  };
}

function absencesOf(today: number): Row[] {
  const monday = today - ((new Date(today).getUTCDay() + 6) % 7) * dayMs;
  const rows: Row[] = [];
  for (let index = 0; index < 24; index += 1) {
    const next = random(index + 77);
    const sick = index % 5 === 0;
    const first = Math.floor(next() * 6) - 2;
    const last = first + 1 + Math.floor(next() * (sick ? 3 : 7));
    for (let offset = Math.max(0, first); offset <= Math.min(6, last); offset += 1)
      rows.push({
        employeeId: String(index),
        requestId: `a-${index}`,
        day: day(monday + offset * dayMs),
        kind: sick ? 'sick' : 'vacation',
        leaveType: sick ? 'sick' : 'annual',
        fraction: index === 7 ? 0.5 : 1,
        counted: 1,
        working: 1,
        ...person(index),
      });
  }
  return rows;
}

export interface Company {
  readonly statistics: readonly Statistic[];
  readonly requests: Row[];
  readonly absences: readonly Row[];
  readonly events: readonly Readonly<Record<string, unknown>>[];
}

/** The company as of an instant. */
export function companyAt(now: number): Company {
  const today = Date.parse(day(now)) + 12 * 3_600_000;
  return {
    statistics: [...decisions(today), ...days(today), ...signIns(now)],
    requests: Array.from({ length: 60 }, (_, index) => requestOf(index, now, 4 + index * index * 7)),
    absences: absencesOf(today),
    events: Array.from({ length: 80 }, (_, index) => ({
      eventId: `e-${index}`,
      type: index % 3 === 0 ? 'auth.login.failed' : 'vacation.request.submitted',
      employeeId: String(index),
      occurredAt: now - index * 400_000,
      source: '/demo',
      payload: index % 3 === 0 ? { reason: 'bad_password' } : { requestId: `r-${index}`, leaveType: 'annual' },
    })),
  };
}
