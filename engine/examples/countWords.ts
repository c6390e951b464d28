import { createDriver } from '../driver.ts';
import { wordCount } from './wordCount.ts';

export async function countWords(words: readonly string[]): Promise<Map<string, number>> {
  const driver = await createDriver(wordCount);
  for (const word of words) driver.pipe('words', word, null);
  await driver.commit();
  return new Map([...driver.latest('word-counts')].map(([word, count]) => [word, Number(count)]));
}
