import { z } from 'zod';
import { type Route, route } from '../../common/http/route.ts';
import { look, type VacationWorld } from '../act.ts';
import { decideAll, queueOf } from '../approvals.ts';
import { id, text } from '../shapes.ts';
import { findingView, requestView, viewFinding, viewRequest } from '../views.ts';

const queueView = z.array(
  z.object({
    request: requestView,
    department: z.string().nullable(),
    waitingSince: z.int(),
    findings: z.array(findingView).describe('What speaks against it now.'),
    away: z
      .array(z.object({ name: z.string(), days: z.array(z.string()) }))
      .describe('Colleagues of the department who are away on these days.'),
  }),
);

const decisionView = z.object({
  requestId: z.string(),
  status: z.int().describe('As if it had been decided alone.'),
  version: z.int().nullable(),
  code: z.string().nullable(),
  detail: z.string().nullable(),
});

const queue = (world: VacationWorld): Route =>
  route({
    method: 'GET',
    path: '/api/vacation/approvals',
    summary: 'What waits for one’s decision, oldest first, with conflicts; empty for who decides on nobody.',
    roles: 'signed-in',
    answer: z.object({ approvals: queueView }),
    handle: ({ person }) =>
      look(world, async (act) => ({
        approvals: (await queueOf(act, person)).map(({ row, request, name, department, findings, away }) => ({
          request: viewRequest(request, row.version, row.days, name),
          department,
          waitingSince: request.waitingSince,
          findings: findings.map(viewFinding),
          away,
        })),
      })),
  });

const decisions = (world: VacationWorld): Route =>
  route({
    method: 'POST',
    path: '/api/vacation/approvals/decisions',
    summary: 'Decides on several requests, each by itself: the answer says of each what became of it.',
    roles: 'signed-in',
    body: z.strictObject({
      decisions: z
        .array(
          z.strictObject({
            requestId: id,
            version: z.int().min(1),
            decision: z.enum(['approve', 'reject', 'cancel', 'decline_cancellation']),
            reason: text.nullable().default(null),
          }),
        )
        .min(1)
        .max(100),
    }),
    answer: z.object({ results: z.array(decisionView) }),
    handle: async ({ person, body, ...trace }) => ({
      results: await decideAll(world, trace, person, body.decisions),
    }),
  });

/** Deciding on the leave of others. */
export const approvalRoutes = (world: VacationWorld): Route[] => [queue(world), decisions(world)];
