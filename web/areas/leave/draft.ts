import type { LeaveRequest, LeaveType, Wanted } from '#services/vacation/answers.ts';

type DayPart = Wanted['dayPart'];

/** What is typed into the form. */
export interface Draft {
  readonly leaveType: string;
  readonly from: string;
  readonly to: string;
  /** `hours` asks how many. */
  readonly part: DayPart | 'hours';
  readonly hours: string;
  readonly substituteId: string | null;
  readonly comment: string;
}

/**
 * The form as it opens: empty, or with what the request asks for now. How many hours it was is not known, so it is
 * asked again.
 */
export const draftOf = (types: readonly LeaveType[], request: LeaveRequest | undefined): Draft => ({
  leaveType: request?.leaveType ?? types[0]?.leaveType ?? '',
  from: request?.from ?? '',
  to: request?.to ?? '',
  part: request !== undefined && request.fraction !== null ? 'hours' : (request?.dayPart ?? 'full'),
  hours: '',
  substituteId: request?.substituteId ?? null,
  comment: '',
});

/** The parts of a day that can be chosen: of a single day, as far as the kind has them. */
export function partsOf({ from, to }: Draft, type: LeaveType): readonly Draft['part'][] {
  if (from === '' || from !== to) return ['full'];
  const halves = type.halfDays ? (['morning', 'afternoon'] as const) : [];
  return ['full', ...halves, ...(type.hours ? (['hours'] as const) : [])];
}

/** What the draft asks for; null: days are missing. Parts of a day are for a single day of a kind that has them. */
export function wantedOf(draft: Draft, type: LeaveType | undefined): Wanted | null {
  const { leaveType, from, to, part, hours, substituteId } = draft;
  if (type === undefined || from === '' || to === '' || to < from) return null;
  const single = from === to;
  const byHours = single && part === 'hours' && type.hours;
  if (byHours && !(Number(hours) > 0)) return null;
  const dayPart = part === 'hours' || !type.halfDays || !single ? 'full' : part;
  return { leaveType, from, to, dayPart, hours: byHours ? Number(hours) : null, substituteId };
}
