import type { Route } from '../../common/http/route.ts';
import { look, type VacationWorld } from '../act.ts';
import * as answers from '../answers.ts';
import { decideAll, queueOf } from '../approvals.ts';
import { viewFinding, viewRequest } from '../views.ts';
import { signedIn } from './access.ts';

const queue = (world: VacationWorld): Route =>
  signedIn.get('/approvals', {
    summary: 'What waits for one’s decision, oldest first, with conflicts; empty for who decides on nobody.',
    answer: answers.approvals,
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
  signedIn.post('/approvals/decisions', {
    summary: 'Decides on several requests, each by itself: the answer says of each what became of it.',
    body: answers.decisions,
    answer: answers.decisionResults,
    handle: async ({ person, body, ...trace }) => ({
      results: await decideAll(world, trace, person, body.decisions),
    }),
  });

/** Deciding on the leave of others. */
export const approvalRoutes = (world: VacationWorld): Route[] => [queue(world), decisions(world)];
