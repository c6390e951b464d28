import { runRole } from '#lib/role.ts';
import { readSettings } from './settings.ts';
import { startApi } from './start.ts';

await runRole('api', null, (log) => startApi(readSettings(), log));
