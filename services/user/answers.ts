import { z } from 'zod';
import * as fields from './fields.ts';

// What the user service answers, and what pages send. Departments and schedules are those of today.

/** What colleagues may know of each other. */
export const directoryEntry = z.object({
  employeeId: z.string(),
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  email: z.string().nullable(),
  department: z.string().nullable(),
  managerId: z.string().nullable(),
  active: z.boolean(),
});

export type DirectoryEntry = z.output<typeof directoryEntry>;

/** What a person, their managers and HR see beside that. */
export const fullPerson = directoryEntry.extend({
  access: z.literal('full'),
  version: z.int(),
  region: z.string().nullable(),
  locale: z.string().nullable(),
  hiredOn: z.string().nullable(),
  lastDay: z.string().nullable(),
  schedule: z
    .array(z.number())
    .readonly()
    .nullable()
    .describe('Shares of the weekdays, Monday first; null: Monday to Friday.'),
  erasureRequestedAt: z.string().nullable(),
});

export type FullPerson = z.output<typeof fullPerson>;

export const someone = z.union([fullPerson, directoryEntry.extend({ access: z.literal('directory') })]);
export type Someone = z.output<typeof someone>;

const entries = z.array(directoryEntry).readonly();

export const directoryPage = z.object({
  rows: entries,
  next: z.string().nullable().describe('For `after`; null: there is no more.'),
});

export type DirectoryPage = z.output<typeof directoryPage>;

export const team = z.object({ manager: directoryEntry.nullable(), members: entries });
export type Teammates = z.output<typeof team>;
export const managers = z.object({ rows: entries });
export type Managers = z.output<typeof managers>;

/** Somebody in a tree of managers; depth 1 reports to its root directly. */
const below = directoryEntry.extend({ depth: z.int() });
export type Below = z.output<typeof below>;

export const tree = z.object({ rows: z.array(below).readonly() });

const change = z.object({
  id: z.string(),
  from: z.string(),
  counts: z.boolean().describe('false when a later change corrects this one.'),
  voids: z.string().nullable(),
  at: z.string(),
});

const move = change.extend({ department: z.string() });
export type Move = z.output<typeof move>;

const scheduleChange = change.extend({ schedule: z.array(z.number()).readonly() });
export type ScheduleChange = z.output<typeof scheduleChange>;

export const history = z.object({
  moves: z.array(move).readonly(),
  schedules: z.array(scheduleChange).readonly(),
});

export type History = z.output<typeof history>;

const since = <T extends z.ZodType>(value: T) => z.array(z.object({ from: z.string(), value })).readonly();

/** What other services ask about a person's work. */
export const employment = z.object({
  employeeId: z.string(),
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  managerId: z.string().nullable(),
  region: z.string().nullable(),
  hiredOn: z.string().nullable(),
  leftOn: z.string().nullable(),
  active: z.boolean(),
  departments: since(z.string()).describe('Ordered by day.'),
  schedules: since(z.array(z.int()).length(7).readonly()).describe(
    'Millionths of a day, Monday first; ordered by day.',
  ),
  toldAt: z.int().describe('Epoch ms of the newest event of the person that this knows of.'),
});

export type Employment = z.output<typeof employment>;

export const department = z.object({
  id: z.string(),
  name: z.string(),
  version: z.int(),
  people: z.int(),
});

export type Department = z.output<typeof department>;

export const departments = z.object({ rows: z.array(department).readonly() });
export type Departments = z.output<typeof departments>;

export const moved = z.object({ people: z.int() });

/** A version of a person; the same is the ETag. */
export const versioned = z.object({ employeeId: z.string(), version: z.int() });

/** Why a line of a file cannot be used. */
const lineFault = z.object({
  line: z.int(),
  column: z.string().describe('Empty: the whole line.'),
  value: z.string(),
  message: z.string(),
  remedy: z.string(),
});

export type LineFault = z.output<typeof lineFault>;

/** What became, or would become, of a file. */
const importReport = z.object({
  lines: z.int().describe('Lines with people on them.'),
  created: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  faults: z.array(lineFault).readonly().describe('Ordered by line; nothing of such a line is applied.'),
});

export type ImportReport = z.output<typeof importReport>;

export const importStatus = z.object({
  importId: z.string(),
  state: z.enum(['checked', 'applying', 'applied', 'interrupted', 'cancelled']),
  total: z.int().describe('Lines that can be applied.'),
  done: z.int().describe('Lines that have been.'),
  report: importReport,
});

export type ImportStatus = z.output<typeof importStatus>;

const profile = {
  firstName: fields.name,
  lastName: fields.name,
  email: fields.email,
  managerId: fields.employeeNumber.nullable(),
  region: fields.region.nullable(),
  locale: fields.locale.nullable(),
};

export const newPerson = z.strictObject({
  ...profile,
  managerId: profile.managerId.default(null),
  region: profile.region.default(null),
  locale: profile.locale.default(null),
  employeeId: fields.employeeNumber,
  department: fields.departmentName,
  hiredOn: fields.day,
  schedule: fields.shares.transform(fields.millionthsOf).nullable().default(null),
});

export const profileChange = z.strictObject(profile).partial();

export const localeChange = z.strictObject({ locale: fields.locale });

export const newMove = z.strictObject({
  department: fields.departmentName,
  effectiveFrom: fields.day,
  voids: z.guid().nullable().default(null),
});

export const newSchedule = z.strictObject({
  schedule: fields.shares.transform(fields.millionthsOf),
  effectiveFrom: fields.day,
  voids: z.guid().nullable().default(null),
});

export const deactivation = z.strictObject({ lastDay: fields.day });
export const reactivation = z.strictObject({ hiredOn: fields.day, department: fields.departmentName });

export const newDepartment = z.strictObject({ name: fields.departmentName });
export const renaming = z.strictObject({ name: fields.departmentName, effectiveFrom: fields.day });
export const merger = z.strictObject({ into: z.guid(), effectiveFrom: fields.day });
