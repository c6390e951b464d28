import { company } from '#test/simulate/company.ts';
import { disorderly, history } from '#test/simulate/history.ts';
import { liveLine } from './liveLine.ts';

/**
 * Starts a line on the folder that is its argument, publishes the history of a small company, checks every table
 * against the oracle and stops. Run by `runWithout`, as an earlier version of the code.
 */
const [dataDir = ''] = process.argv.slice(2);
const smallCompany = company('changes', 25, '2026-01-01');

const live = await liveLine({ dataDir, roles: ['ingress', 'streams', 'sinks'] });
const events = history(smallCompany, 0, Date.parse('2026-11-01T00:00:00Z'));
await live.publish(disorderly(events, 'changes'));
await live.equalsOracle(90_000);
await live.stop();
process.exit(0);
