import { z } from 'zod';
import { type Entry, isWanted, newestFirst } from '#deadLetters/ledger.ts';
import { acts } from '#deadLetters/operations.ts';
import { isPlace } from '#deadLetters/place.ts';
import { bodyText } from '#deadLetters/print.ts';
import type { RouteNote } from '#deadLetters/routeNotes.ts';
import { instant, limit, text } from '#lib/http/query.ts';
import { type LetterPage, type LetterRow, letterPage, lettersDecided, letterWhole } from '../answers.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { lettersUnread, noSuchLetter, notStopped } from '../problem.ts';
import { forAdmins, type Route } from '../route.ts';
import type { World } from '../world.ts';
import type { KnownLetters } from './follower.ts';

const query = z.strictObject({
  stage: text.optional().describe('Who gave up; `streams` is all of the streams.'),
  reason: text.optional().describe('Why it could not be used.'),
  publisher: text.optional().describe('Who published it.'),
  queue: text.optional().describe('The queue or topic it was in when it failed.'),
  since: instant.optional().describe('Given up then or later.'),
  until: instant.optional().describe('Given up before.'),
  state: z.enum(['open', 'replayed', 'closed', 'all']).default('open').describe('What became of it.'),
  limit: limit(50, 200),
  cursor: text.optional().describe('`next` of the page before.'),
});

/** Dead letters, for who runs the line: their content may be anybody's personal data. */
export const deadLetterRoutes = (world: World): Route[] => [list(world), show(world), decisions(world), resume(world)];

const list = (world: World): Route =>
  forAdmins.get('/dead-letters', {
    summary: 'What nobody could use, wherever it lies: newest first, nothing of the content.',
    query,
    answer: letterPage,
    handle: ({ query }) => pageOf(known(world), query),
  });

const show = (world: World): Route =>
  forAdmins.get('/dead-letters/:box/:name', {
    summary: 'One dead letter with its content.',
    params: z.strictObject({
      box: text.describe('The first part of what it is called.'),
      name: text.describe('The second part.'),
    }),
    answer: letterWhole,
    handle: async ({ person, params: { box, name } }) => {
      const entry = known(world).entries.find(({ place }) => place === `${box}/${name}`);
      const found = entry && (await world.letters.read(entry, person.employeeId));
      if (!entry || !found) throw noSuchLetter(`${box}/${name}`);
      return { letter: rowOf(entry), headers: found.headers, body: found.value && bodyText(found.value) };
    },
  });

const decision = z
  .strictObject({
    act: z.enum(acts),
    places: z.array(z.string().refine(isPlace, 'no name of a letter such as 3/17')).min(1).max(100),
    why: z.string().trim().max(500).default(''),
  })
  .refine(({ act, why }) => act !== 'close' || why !== '', { path: ['why'], message: 'what is closed needs a reason' });

const decisions = (world: World): Route =>
  forAdmins.post('/dead-letters/decisions', {
    summary: 'Replays, closes or opens dead letters again, and notes who decided it and why.',
    body: decision,
    answer: lettersDecided,
    handle: async ({ person, body: { act, places, why } }) => {
      const byPlace = new Map(known(world).entries.map((entry) => [entry.place, entry]));
      const faults = new Map<string, string | null>(places.map((place) => [place, 'it is not there any more']));
      const entries = [...new Set(places)].flatMap((place) => byPlace.get(place) ?? []);
      const decided = { act, by: person.employeeId, why };
      await world.letters.decide(entries, decided, ({ place }, fault) => faults.set(place, fault));
      return { decided: [...faults].map(([place, fault]) => ({ place, fault })) };
    },
  });

const resume = (world: World): Route =>
  forAdmins.post('/dead-letters/resumptions', {
    summary: 'A route of ingress that too many dead letters have stopped goes on.',
    body: z.strictObject({ route: z.string().min(1).max(200), why: z.string().trim().max(500).default('') }),
    answer: 'nothing',
    handle: async ({ person, body }) => {
      if (!known(world).stopped.some(({ route }) => route === body.route)) throw notStopped(body.route);
      await world.letters.resume({ ...body, by: person.employeeId });
    },
  });

function known({ letters }: World): KnownLetters {
  const all = letters.known();
  if (all === null) throw lettersUnread();
  return all;
}

function pageOf(
  { entries, unseen, leftOut, stopped, rabbit }: KnownLetters,
  asked: z.output<typeof query>,
): LetterPage {
  const wanted = { ...asked, state: asked.state === 'all' ? undefined : asked.state };
  const found = entries.filter((entry) => isWanted(entry, wanted)).sort(newestFirst);
  const from = asked.cursor === undefined ? 0 : behind(found, asked.cursor);
  const page = found.slice(from, from + asked.limit);
  const last = page.at(-1);
  const isLast = last === undefined || from + page.length === found.length;
  return {
    rows: page.map(rowOf),
    next: isLast ? null : writeCursor({ order: 'letters', values: [String(last.at ?? 0), last.place] }),
    total: found.length,
    choices: {
      stage: valuesOf(entries, 'stage'),
      reason: valuesOf(entries, 'reason'),
      publisher: valuesOf(entries, 'publisher'),
      queue: valuesOf(entries, 'queue'),
    },
    unseen,
    leftOut,
    stopped: stopped.map(stoppedOf),
    rabbitmq: rabbit,
  };
}

/** The first place behind the letter where a page ended, which may be gone meanwhile. */
function behind(found: readonly Entry[], cursor: string): number {
  const fits = [(value: string) => /^\d{1,15}$/.test(value), isPlace];
  const [at = '0', place = ''] = readCursor(cursor, 'letters', fits).values;
  const last = { at: Number(at), place } as Entry;
  const next = found.findIndex((entry) => newestFirst(entry, last) > 0);
  return next < 0 ? found.length : next;
}

const mostChoices = 200;

const valuesOf = (entries: readonly Entry[], name: 'stage' | 'reason' | 'publisher' | 'queue'): string[] =>
  [...new Set(entries.map((entry) => entry[name]))].filter(Boolean).sort().slice(0, mostChoices);

/** As the line tells it, too. */
export const stoppedOf = ({ route, at, why }: RouteNote) => ({ route, since: iso(at), why });

const iso = (ms: number): string => new Date(ms).toISOString();

function rowOf(entry: Entry): LetterRow {
  const { place, stage, reason, detail, publisher, queue, attempt, bytes, state, operation } = entry;
  const decision = operation && { act: operation.act, by: operation.by, at: iso(operation.at), why: operation.why };
  const at = entry.at === null ? null : iso(entry.at);
  const lies = entry.spot === null ? 'rabbitmq' : 'kafka';
  return { place, at, stage, reason, detail, publisher, queue, lies, attempt, bytes, state, decision };
}
