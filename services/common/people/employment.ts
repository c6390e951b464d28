import { z } from 'zod';

const since = <T extends z.ZodType>(value: T) => z.array(z.object({ from: z.string(), value }));

/** What the user service answers about a person's work at `/api/user/people/<id>/employment`. */
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
  schedules: since(z.array(z.int()).length(7)).describe('Millionths of a day, Monday first; ordered by day.'),
  toldAt: z.int().describe('Epoch ms of the newest event of the person that this knows of.'),
});

export type Employment = z.infer<typeof employment>;
