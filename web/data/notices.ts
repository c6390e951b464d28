import { signal } from '@preact/signals';
import { followStream } from './eventStream.ts';
import { refreshTables } from './resource.ts';

/** How many notices the reader has not read; null: not known. */
export const unread = signal<number | null>(null);

function countIn(data: unknown): number | null {
  const count = (data as { unread?: unknown } | null)?.unread;
  return typeof count === 'number' ? count : null;
}

/**
 * Follows the reader's notices; each change also refreshes answers that name the table `notices`. Ends by the returned
 * function.
 */
export function followNotices(): () => void {
  const end = followStream('/api/notification/stream', {
    event: (_, data) => {
      unread.value = countIn(data) ?? unread.value;
      refreshTables(['notices']);
    },
    lost: () => {},
    refused: () => {
      unread.value = null;
    },
  });
  return () => {
    end();
    unread.value = null;
  };
}
