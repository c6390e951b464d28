import { expect, test } from '@jest/globals';
import { silentLog } from '#lib/log.ts';
import { eventually } from '#lib/testing/eventually.ts';
import { createHold } from './hold.ts';

function holdThat(probe: () => Promise<string | null>) {
  const said: string[] = [];
  const subscription = { hold: (why: string) => void said.push(why), release: () => void said.push('released') };
  const hold = createHold({ route: 'test', subscription, log: silentLog, probe, probeEveryMs: 10 });
  hold.begin('Kafka is away');
  return { hold, said, says: (what: string) => eventually(() => said.includes(what) || undefined, what) };
}

test('a hold says what it waits for, and ends when a probe succeeds', async () => {
  let answers = 0;
  const { says, said } = holdThat(async () => (++answers < 3 ? 'no leader' : null));
  await says('released');
  expect(said).toEqual(['Kafka is away', 'no leader', 'no leader', 'released']);
});

test('a hold is stopped at once, though Kafka does not answer its probe', async () => {
  const asked = Promise.withResolvers<void>();
  const { hold, said } = holdThat(() => {
    asked.resolve();
    return new Promise(() => undefined);
  });
  await asked.promise;
  await hold.stop();
  expect(said).toEqual(['Kafka is away']);
});
