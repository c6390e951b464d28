import { isLocalDate, type LocalDate } from '#lib/dates.ts';
import { addressOf } from '../../data/address.ts';
import type { Period } from '../../data/calendar.ts';
import { type Preset, periodOf, presets } from './period.ts';

/** What the one filter bar says; the same for every panel and page. */
export interface Filters {
  readonly period: Preset | Period;
  readonly departments: readonly string[];
  readonly leaveTypes: readonly string[];
  /** null: now. */
  readonly asOf: LocalDate | null;
}

const standardPeriod: Preset = 'last-12-months';
export const noFilters: Filters = { period: standardPeriod, departments: [], leaveTypes: [], asOf: null };

const isPreset = (text: string | null): text is Preset => presets.some((preset) => preset === text);
const words = (values: readonly string[]): readonly string[] => [...new Set(values.filter((value) => value !== ''))];

function periodFrom(query: URLSearchParams): Preset | Period {
  const from = query.get('from') ?? '';
  const to = query.get('to') ?? '';
  if (isLocalDate(from) && isLocalDate(to)) return from <= to ? { from, to } : { from: to, to: from };
  const preset = query.get('period');
  return isPreset(preset) ? preset : standardPeriod;
}

/** Filters of an address; what cannot be read counts as not said. */
export function readFilters(search: string): Filters {
  const query = new URLSearchParams(search);
  const asOf = query.get('asOf') ?? '';
  return {
    period: periodFrom(query),
    departments: words(query.getAll('department')),
    leaveTypes: words(query.getAll('leaveType')),
    asOf: isLocalDate(asOf) ? asOf : null,
  };
}

const ours = ['period', 'from', 'to', 'department', 'leaveType', 'asOf'];

/** The address of filters: what is standard stays out of it; other parameters of `search` stay in it. */
export function writeFilters(filters: Filters, search = ''): string {
  const query = new URLSearchParams(search);
  for (const name of ours) query.delete(name);
  const { period, departments: department, leaveTypes: leaveType, asOf } = filters;
  const days = typeof period === 'string' ? { period: period === standardPeriod ? null : period } : period;
  return addressOf('', { ...Object.fromEntries(query), ...days, department, leaveType, asOf });
}

/** The days that filters mean, seen from their as-of day or today. */
export const periodFor = (filters: Filters, today: LocalDate): Period =>
  typeof filters.period === 'string' ? periodOf(filters.period, filters.asOf ?? today) : filters.period;
