import { z } from 'zod';

/**
 * An id as every room knows it, however it was typed: in Unicode's composed form (NFC), without white space around it.
 * Upper and lower case are different ids, for many a program counts with both.
 */
export const canonicalId = (id: string): string => id.normalize('NFC').trim();

/** An opaque id from outside: text that is neither empty nor long, made canonical. */
export const idText = z.string().overwrite(canonicalId).min(1).max(200);
