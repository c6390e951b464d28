import type { Load } from './replaceExports.ts';

interface RequestQueue {
  readonly pending: readonly unknown[];
  readonly throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  checkPendingRequests(): void;
}

const checkIntervalMs = 10;

/**
 * kafkajs 2.2.4 re-arms a timer of a negative delay after every response, for ever: about 1,000 wake-ups a second and
 * connection (tulios/kafkajs#1556, #1704, #1751). A timer is needed only while a request waits.
 */
export function shimIdleTimer(load: Load): void {
  const { prototype } = load('kafkajs/src/network/requestQueue') as {
    prototype: { scheduleCheckPendingRequests(): void };
  };
  prototype.scheduleCheckPendingRequests = function (this: RequestQueue) {
    if (this.pending.length === 0 || this.throttleCheckTimeoutId !== null) return;
    const throttledForMs = this.throttledUntil - Date.now();
    this.throttleCheckTimeoutId = setTimeout(
      () => {
        this.throttleCheckTimeoutId = null;
        this.checkPendingRequests();
      },
      throttledForMs > 0 ? throttledForMs : checkIntervalMs,
    );
  } as () => void;
}
