import { z } from 'zod';

// What the audit answers. Instants are epoch ms.

/** An entry as auditors see it. */
export const auditEntry = z.object({
  stream: z.string().describe('The chain it stands in.'),
  seq: z.int().describe('Its number there.'),
  eventId: z.string(),
  mark: z
    .string()
    .nullable()
    .describe('Of what the publisher wrote: copies have the same. Null: an earlier version wrote it down.'),
  type: z.string(),
  source: z.string(),
  subject: z.string().nullable(),
  occurredAt: z.int(),
  recordedAt: z.int(),
  employeeId: z.string().nullable(),
  data: z
    .record(z.string(), z.unknown())
    .readonly()
    .describe('All values, personal ones included while they are held.'),
  erased: z.array(z.string()).readonly().describe('The personal values that were erased.'),
  prev: z.string(),
  hash: z.string(),
});

export type AuditEntry = z.output<typeof auditEntry>;

export const auditPage = z.object({
  entries: z.array(auditEntry).readonly(),
  next: z.string().nullable().describe('For `after`; null: there is no more.'),
});

export type AuditPage = z.output<typeof auditPage>;

export const auditTypes = z.object({ types: z.array(z.string()).readonly() });
export type AuditTypes = z.output<typeof auditTypes>;

const checkpoint = z.object({
  number: z.int(),
  at: z.int(),
  prev: z.string(),
  key: z.string(),
  streams: z.array(z.object({ stream: z.string(), size: z.int(), root: z.string() })).readonly(),
  signature: z.string(),
});

export type Checkpoint = z.output<typeof checkpoint>;

export const checkpoints = z.object({ checkpoints: z.array(checkpoint).readonly() });
export type Checkpoints = z.output<typeof checkpoints>;
