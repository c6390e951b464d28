import { describe, expect, test } from '@jest/globals';
import { requireSpace } from './disk.ts';

describe('a full disk', () => {
  test('is one sentence with the remedy', () => {
    expect(() => requireSpace('/tmp', 300, 'Kafka', () => 12)).toThrow(
      'The disk of /tmp has 12 MB left and Kafka needs 300 MB. Make room, or set LEAVELINE_DATA to a folder on another disk.',
    );
  });

  test('with room passes', () => {
    expect(() => requireSpace('/tmp', 300, 'Kafka', () => 300)).not.toThrow();
  });
});
