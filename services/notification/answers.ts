import { z } from 'zod';
import { channels, isFixed, kinds } from './kinds.ts';

// What the notification service answers, and what pages send. Instants are epoch ms.

/** A notice as its person reads it. */
const notice = z.object({
  id: z.string(),
  kind: z.string(),
  title: z.string(),
  text: z.string(),
  place: z.string().describe('Path on the page.'),
  at: z.int(),
  readAt: z.int().nullable(),
});

export type Notice = z.output<typeof notice>;

export const noticePage = z.object({
  notices: z.array(notice).readonly(),
  next: z.int().nullable().describe('For `before`; null: there is no more.'),
  unread: z.int(),
});

export type NoticePage = z.output<typeof noticePage>;

export const unread = z.object({ unread: z.int() });

const preference = z.object({
  kind: z.string(),
  channel: z.enum(channels),
  wanted: z.boolean(),
  fixed: z.boolean().describe('Cannot be switched off.'),
});

export type Preference = z.output<typeof preference>;

export const preferences = z.object({ choices: z.array(preference).readonly() });
export type Preferences = z.output<typeof preferences>;

export const changedPreference = z.strictObject({
  kind: z.enum(kinds).refine((kind) => !isFixed(kind), 'always told'),
  channel: z.enum(channels),
  wanted: z.boolean(),
});
