import { approvalRate } from './catalogue/approvalRate.ts';
import { away } from './catalogue/away.ts';
import { failedLogins } from './catalogue/failedLogins.ts';
import { leadTime } from './catalogue/leadTime.ts';
import { loginActivity } from './catalogue/loginActivity.ts';
import { requestsByStatus } from './catalogue/requestsByStatus.ts';
import { sickRate } from './catalogue/sickRate.ts';
import { vacationDays } from './catalogue/vacationDays.ts';
import type { PanelDefinition } from './panel.ts';

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
