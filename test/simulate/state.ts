import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Company, company } from './company.ts';
import { historyStart } from './history.ts';

/** How far a company's story has been told; kept in the data folder, so that the next start goes on. Epoch ms. */
export interface Told {
  /** First day of the simulated time: it stays when the year turns. */
  readonly start: string;
  /** The history is published up to here. */
  readonly until: number;
  /**
   * The services have the history of leave up to here, and leave goes through them from then on; null: they know
   * nothing of it.
   */
  readonly seededAt: number | null;
}

const fileOf = (seed: string, people: number): string =>
  join(process.env.LEAVELINE_DATA ?? '.leaveline', 'simulate', `${seed}-${people}.json`);

export async function readTold(seed: string, people: number): Promise<Told> {
  const text = await readFile(fileOf(seed, people), 'utf8').catch(() => '{}');
  return { start: historyStart(Date.now()), until: 0, seededAt: null, ...JSON.parse(text) };
}

export async function writeTold(seed: string, people: number, told: Told): Promise<void> {
  await mkdir(dirname(fileOf(seed, people)), { recursive: true });
  await writeFile(fileOf(seed, people), JSON.stringify(told));
}

/** The company that the story is about. */
export const companyOf = (seed: string, people: number, { start }: Told): Company => company(seed, people, start);
