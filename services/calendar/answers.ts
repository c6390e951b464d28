import { z } from 'zod';

// What the calendar answers, and what pages send.

const teamLeave = z.object({
  employeeId: z.string(),
  name: z.string(),
  from: z.string(),
  to: z.string(),
  dayPart: z.enum(['full', 'morning', 'afternoon']),
  leaveType: z.string().nullable().describe('Why; null for who may not know.'),
});

export type TeamLeave = z.output<typeof teamLeave>;

export const team = z.object({
  ready: z.boolean().describe('false: not everything has been read yet, somebody may be missing.'),
  departments: z.array(z.string()).readonly().describe('Those that one may look at.'),
  department: z.string().nullable(),
  leave: z.array(teamLeave).readonly(),
});

export type Team = z.output<typeof team>;

const feed = z.object({
  id: z.string(),
  kind: z.enum(['person', 'department']),
  department: z.string().nullable(),
  createdAt: z.string(),
});

export type Feed = z.output<typeof feed>;

export const feeds = z.object({ rows: z.array(feed).readonly() });
export type FeedList = z.output<typeof feeds>;

export const createdFeed = feed.extend({ path: z.string().describe('Its address, told this once.') });
export type CreatedFeed = z.output<typeof createdFeed>;

export const revoked = z.object({ revoked: z.int() });

export const newFeed = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('person') }),
  z.strictObject({ kind: z.literal('department'), department: z.string().min(1).max(200) }),
]);
