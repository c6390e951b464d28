import { z } from 'zod';
import { oneDay } from '#lib/millionths.ts';
import * as fields from './fields.ts';
import { rulesShape } from './rulesShape.ts';

// What the vacation service answers, and what pages send. Amounts are days as numbers, instants epoch ms, days
// YYYY-MM-DD.

const days = z.number().describe('Days.');
const dayPart = z.enum(fields.dayParts);
const names = z.array(z.string()).readonly();

/** What speaks against something. */
export const finding = z.object({
  code: z.string(),
  severity: z.enum(['refuse', 'warn']),
  facts: z.record(z.string(), z.union([z.string(), z.number()])).readonly(),
});

export type Finding = z.output<typeof finding>;

export const leaveRequest = z.object({
  requestId: z.string(),
  employeeId: z.string(),
  employeeName: z.string().optional(),
  status: z.string(),
  version: z.int(),
  leaveType: z.string(),
  from: z.string(),
  to: z.string(),
  dayPart,
  fraction: z.number().nullable().describe('Hours off, as a share of the scheduled day.'),
  days,
  substituteId: z.string().nullable(),
  approval: names.describe('Who has to agree, step by step.'),
  agreed: z.int().describe('Steps passed.'),
  openStep: z.string().nullable(),
  submittedAt: z.int(),
  decidedAt: z.int().nullable(),
  decidedBy: z.string().nullable(),
  automatic: z.boolean(),
});

export type LeaveRequest = z.output<typeof leaveRequest>;

export const leaveRequests = z.object({ requests: z.array(leaveRequest).readonly() });
export type LeaveRequests = z.output<typeof leaveRequests>;

const historyEntry = z.object({
  type: z.string(),
  at: z.int(),
  by: z.string().nullable(),
  text: z.string().nullable(),
  values: z.object({ leaveType: z.string(), from: z.string(), to: z.string(), dayPart: z.string() }).nullable(),
});

export type HistoryEntry = z.output<typeof historyEntry>;

export const requestWithHistory = leaveRequest.extend({ history: z.array(historyEntry).readonly() });
export type RequestWithHistory = z.output<typeof requestWithHistory>;

/** A dry run of a request. */
export const preview = z.object({
  days,
  workingDays: z.number().describe('Scheduled work that is missed.'),
  perDay: z.array(z.object({ day: z.string(), counted: z.number(), working: z.number() })).readonly(),
  available: z.record(z.string(), z.number()).readonly().describe('What can be taken in each year, before this.'),
  left: z.record(z.string(), z.number()).readonly().describe('What is left of it after this.'),
  findings: z.array(finding).readonly(),
  allowed: z.boolean(),
  refusal: z.object({ kind: z.string(), code: z.string(), detail: z.string() }).nullable(),
});

export type Preview = z.output<typeof preview>;

const balance = z.object({
  leaveType: z.string(),
  year: z.int(),
  granted: days,
  carried: days,
  adjusted: days,
  expired: days,
  taken: days,
  scheduled: days,
  pending: days,
  available: days,
  atRisk: z.object({ days, last: z.string() }).nullable().describe('Carried days that will expire.'),
});

export type Balance = z.output<typeof balance>;

export const balances = z.object({ employeeId: z.string(), balances: z.array(balance).readonly() });
export type Balances = z.output<typeof balances>;

export const sickNote = z.object({
  absenceId: z.string(),
  employeeId: z.string(),
  status: z.enum(['reported', 'cancelled']),
  version: z.int(),
  from: z.string(),
  to: z.string(),
  dayPart,
});

export type SickNote = z.output<typeof sickNote>;

export const sickNotes = z.object({ sickNotes: z.array(sickNote).readonly() });
export type SickNotes = z.output<typeof sickNotes>;

/** A request that waits for a decision. */
const waiting = z.object({
  request: leaveRequest,
  department: z.string().nullable(),
  waitingSince: z.int(),
  findings: z.array(finding).readonly().describe('What speaks against it now.'),
  away: z
    .array(z.object({ name: z.string(), days: names }))
    .readonly()
    .describe('Colleagues of the department who are away on these days.'),
});

export type Waiting = z.output<typeof waiting>;

export const approvals = z.object({ approvals: z.array(waiting).readonly() });
export type WaitingList = z.output<typeof approvals>;

/** What became of one decision. */
const decided = z.object({
  requestId: z.string(),
  status: z.int().describe('As if it had been decided alone.'),
  version: z.int().nullable(),
  code: z.string().nullable(),
  detail: z.string().nullable(),
});

export type Decided = z.output<typeof decided>;

export const decisionResults = z.object({ results: z.array(decided).readonly() });
export type DecisionResults = z.output<typeof decisionResults>;

const leaveType = z.object({
  leaveType: z.string(),
  name: z.object({ uk: z.string(), en: z.string() }),
  counting: z.enum(['calendar', 'working']),
  paid: z.boolean(),
  approval: names,
  halfDays: z.boolean(),
  hours: z.boolean(),
  noticeDays: z.int(),
  hasBalance: z.boolean(),
});

export type LeaveType = z.output<typeof leaveType>;

export const leaveTypes = z.object({ leaveTypes: z.array(leaveType).readonly() });
export type LeaveTypes = z.output<typeof leaveTypes>;

/** All rules about leave; amounts in millionths of a day. */
export const settings = z.object({ version: z.int().min(0), rules: rulesShape });
export type Settings = z.output<typeof settings>;

export const delegation = z.object({
  delegateId: z.string().nullable(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  whenAway: z.boolean(),
});

export type Delegation = z.output<typeof delegation>;

/** What somebody asks for. */
export type Wanted = z.output<z.ZodObject<typeof fields.wantedFields>>;

export const newRequest = z.strictObject({
  ...fields.wantedFields,
  employeeId: fields.id.optional(),
  comment: fields.text.nullable().default(null),
});

export const dryRun = z.strictObject({
  ...fields.wantedFields,
  employeeId: fields.id.optional(),
  requestId: fields.id.optional(),
});

export const changedRequest = z.strictObject({ ...fields.wantedFields, ...fields.versionFields });
export const command = z.strictObject({ ...fields.versionFields, reason: fields.text.nullable().default(null) });

const verdict = z.enum(['approve', 'reject', 'cancel', 'decline_cancellation']);
export type Verdict = z.output<typeof verdict>;

const decision = z.strictObject({
  requestId: fields.id,
  version: z.int().min(1),
  decision: verdict,
  reason: fields.text.nullable().default(null),
});

export type Decision = z.output<typeof decision>;

export const decisions = z.strictObject({ decisions: z.array(decision).min(1).max(100) });

export const newSickNote = z.strictObject({ ...fields.periodFields, employeeId: fields.id.optional() });
export const changedSickNote = z.strictObject({ ...fields.periodFields, ...fields.versionFields });
export const cancelledSickNote = z.strictObject(fields.versionFields);

export const adjustment = z.strictObject({
  leaveType: fields.leaveType,
  year: fields.year,
  days: z
    .number()
    .min(-3660)
    .max(3660)
    .refine((amount) => amount !== 0 && Number.isInteger(amount * oneDay), 'at most six decimals, and not nothing'),
  reason: z.string().trim().min(1).max(1000),
});

export const changedSettings = z.strictObject({ version: z.int().min(0), rules: rulesShape });

export const newDelegation = z.strictObject({
  delegateId: fields.id.nullable(),
  from: fields.day.optional(),
  to: fields.day.nullable().default(null),
  whenAway: z.boolean().default(true),
});
