import type { z } from 'zod';
import { badRequest, type Fault } from './problem.ts';

type Issue = z.core.$ZodIssue;

/** Reads `value` by a zod type; 400 that names every fault with its field when it does not fit. */
export function check<T>(type: z.ZodType<T>, value: unknown, what: string): T {
  const result = type.safeParse(value);
  if (result.success) return result.data;
  throw badRequest(result.error.issues.map((issue) => faultOf(issue, value, what)));
}

function faultOf(issue: Issue, whole: unknown, what: string): Fault {
  const field = issue.path.join('.') || what;
  const possible = issue.code === 'invalid_value' ? { possible: issue.values.map(String) } : {};
  return { field, value: shown(field, at(whole, issue.path)), message: issue.message, ...possible };
}

const at = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown> | null)?.[key], value);

/** What was given, short; never a secret. */
export function shown(field: string, value: unknown): string {
  if (value === undefined || value === null || /password|secret|token|code|otp/i.test(field)) return '';
  return (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).slice(0, 200);
}
