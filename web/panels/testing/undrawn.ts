import { readFileSync } from 'node:fs';
import type { Catalogue } from '#api/answers.ts';
import { addMessages, speak } from '../../language/speech.ts';
import { anyStatistic } from '../anyStatistic.ts';
import { isUndrawn } from '../catalogue.ts';
import { noFilters, periodFor } from '../filters/address.ts';
import { en } from '../messages/en.ts';
import { uk } from '../messages/uk.ts';

/**
 * A program for tests that change the tree: the answer of `/api/statistics` comes on stdin; on stdout go, by id, the
 * panels that the page draws by itself, each with what it asks the API.
 */
const { statistics }: Catalogue = JSON.parse(readFileSync(0, 'utf8'));
const today = '2026-07-10';
addMessages({ en, uk });
const speech = speak('en', 'Europe/Kyiv');
const panels = statistics
  .filter(({ name }) => isUndrawn(name))
  .map((entry) => {
    const setting = { filters: noFilters, period: periodFor(noFilters, today), today, speech, entry };
    const panel = anyStatistic(entry);
    return [panel.id, panel.asks(setting)];
  });
// The session listens to other windows and would keep this process.
process.stdout.write(JSON.stringify(Object.fromEntries(panels)), () => process.exit());
