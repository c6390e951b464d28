import { approvalRate } from './approvalRate.ts';
import { away } from './away.ts';
import { failedLogins } from './failedLogins.ts';
import { leadTime } from './leadTime.ts';
import { loginActivity } from './loginActivity.ts';
import type { PanelDefinition } from './panel.ts';
import { requestsByStatus } from './requestsByStatus.ts';
import { sickRate } from './sickRate.ts';
import { vacationDays } from './vacationDays.ts';

/** Panels drawn by hand, in the order of the page after who is away. */
export const panels: readonly PanelDefinition[] = [
  vacationDays,
  requestsByStatus,
  approvalRate,
  leadTime,
  sickRate,
  failedLogins,
  loginActivity,
];

/** Panels whose figure stands at the head of the page. */
export const headlines: readonly PanelDefinition[] = [
  away,
  requestsByStatus,
  approvalRate,
  leadTime,
  sickRate,
  failedLogins,
];

/** Parts of other figures, which answer no question of their own. */
const parts = ['out_by_day', 'available_days'];

/** Whether a statistic of the catalogue still needs a panel. */
export const isUndrawn = (name: string): boolean =>
  !parts.includes(name) && !panels.some(({ statistic }) => statistic === name);
