import type { Context } from 'koa';
import type { z } from 'zod';
import type { Wanted } from '#domain/findings.ts';
import type { LeaveRules } from '#domain/leaveRules.ts';
import { badRequest, Problem } from '#lib/http/problem.ts';
import type { Trace } from '#lib/http/trace.ts';
import { oneDay } from '#lib/millionths.ts';
import { checkPeriod } from '#schemas/checks.ts';
import { type Act, change, type VacationWorld } from './act.ts';
import type { Wanted as WantedBody } from './answers.ts';
import type { periodFields } from './fields.ts';

/**
 * What somebody wants, as the domain counts it; 400 for a period that is none. Hours are a share of the day that the
 * person works.
 */
export function wantedOf(body: WantedBody, rules: LeaveRules, scheduled: number): Wanted {
  const { leaveType, from, to, dayPart: part, hours, substituteId } = body;
  const fraction = hours === null ? null : shareOf(hours, rules.hoursPerDay, scheduled);
  const wanted = { leaveType, from, to, dayPart: part, fraction, substituteId };
  const fault = checkPeriod(wanted);
  if (fault)
    throw badRequest([
      { field: fault.field === 'fraction' ? 'hours' : fault.field, value: '', message: fault.message },
    ]);
  return wanted;
}

/** Of a day without scheduled work, hours are a share of a whole one. */
const shareOf = (hours: number, hoursPerDay: number, scheduled: number): number =>
  Math.round((hours * oneDay * oneDay) / (hoursPerDay * (scheduled || oneDay)));

/** 400 for a period that is none. */
export function periodOf(body: z.output<z.ZodObject<typeof periodFields>>) {
  const { from, to, dayPart: part } = body;
  const fault = checkPeriod({ from, to, dayPart: part });
  if (fault) throw badRequest([{ field: fault.field, value: '', message: fault.message }]);
  return { from, to, dayPart: part };
}

interface Versioned extends Trace {
  readonly body: { readonly version?: number | undefined };
  readonly context: Context;
}

/** A change of the version that was seen: of If-Match (412 when it has moved on) or of the body (409). */
export async function changeOf<T>(
  world: VacationWorld,
  { body, context, traceparent }: Versioned,
  work: (act: Act, version: number) => Promise<T>,
): Promise<T> {
  const [, tag] = /^(?:W\/)?"(\d{1,9})"$/.exec(context.get('if-match')) ?? [];
  const version = tag === undefined ? body.version : Number(tag);
  if (version === undefined)
    throw badRequest([{ field: 'version', value: '', message: 'say which version you saw, here or in If-Match' }]);
  try {
    return await change(world, { traceparent }, (act) => work(act, version));
  } catch (error) {
    if (tag !== undefined && error instanceof Problem && error.complaint.code === 'stale')
      throw new Problem({ ...error.complaint, status: 412 });
    throw error;
  }
}

/** Says the version, for the next If-Match. */
export const tagged = (context: Context, version: number): void => context.set('etag', `"${version}"`);
