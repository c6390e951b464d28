import { describe, expect, test } from '@jest/globals';
import { settled } from './caughtUp.ts';
import { plainScreen } from './screen.ts';

describe('the plain screen', () => {
  test('writes a step once, and a count that goes on every five seconds', () => {
    const lines: string[] = [];
    let now = 0;
    const screen = plainScreen(
      (line) => lines.push(line),
      () => now,
    );
    for (now = 0; now <= 12_000; now += 100) screen.step('kafka', `fetching: ${now} files`);
    screen.step('kafka', 'the broker is starting');
    screen.done('kafka', 'localhost:9092');
    expect(lines).toEqual([
      'kafka         fetching: 0 files',
      'kafka         fetching: 5000 files',
      'kafka         fetching: 10000 files',
      'kafka         the broker is starting',
      'kafka         localhost:9092',
    ]);
  });
});

describe('the line has caught up', () => {
  const look = (at: number, behind: number, written: number) => ({ at, behind, written });

  test('when nothing but live traffic is under way', () => {
    expect(settled([look(0, 3, 9_000), look(300, 5, 9_004), look(600, 2, 9_007)])).toBeNull();
  });

  test('not on one look', () => {
    expect(settled([look(0, 0, 9_000)])).toBe('looking how far the line is');
  });

  test('not while records are still being written', () => {
    const looks = [look(0, 0, 1_000), look(300, 0, 3_000), look(600, 0, 5_000)];
    expect(settled(looks)).toBe('catching up: 0 records to go, 5,000 written');
  });

  test('not while a group is behind', () => {
    const looks = [look(0, 900, 9_000), look(300, 800, 9_000), look(600, 700, 9_000)];
    expect(settled(looks)).toBe('catching up: 700 records to go, 9,000 written');
  });

  test('or when it has stood still for a minute', () => {
    const looks = [look(0, 900, 9_000), look(30_000, 900, 9_000), look(60_000, 900, 9_000), look(61_000, 900, 9_000)];
    expect(settled(looks)).toBeNull();
  });
});
