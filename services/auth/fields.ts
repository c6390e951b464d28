import { z } from 'zod';
import { roles } from '#schemas/access/people.ts';
import { idText } from '#schemas/ids.ts';

/** No control characters: they have no place in what is shown, mailed or logged. */
const plain = /^[^\p{Cc}\p{Cf}]*$/u;

export const login = z.string().trim().min(1).max(200).regex(plain);
export const email = z.email().max(200);
/** Any text; how strong it must be is said where it is set. Longer ones would only cost time. */
export const password = z.string().min(1).max(512);
export const name = z.string().trim().min(1).max(100).regex(plain);
export const token = z.string().regex(/^[\w-]{20,100}$/);
export const otp = z
  .string()
  .trim()
  .min(6)
  .max(40)
  .regex(/^[\w-]+$/);
export const employeeId = idText;
export const someRoles = z.array(z.enum(roles)).max(roles.length);
