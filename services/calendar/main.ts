import { runRole } from '#lib/role.ts';
import { startCalendar } from './service.ts';

await runRole('calendar', null, (log) => startCalendar(log));
