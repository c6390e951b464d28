import type { DecodedRecords } from './recordDecoding.ts';
import type { Load } from './replaceExports.ts';

interface Batch {
  readonly fetchedOffset: string;
  readonly rawMessages: DecodedRecords;
  isEmpty(): boolean;
}

interface BatchPrototype {
  isEmptyDueToFiltering(this: Batch): boolean;
  lastOffset(this: Batch): string;
}

/**
 * A consumer of kafkajs goes on behind the last record of a batch, not behind the batch: it crosses a compacted tail by
 * one offset a fetch, and never leaves an empty batch, which the log cleaner keeps (tulios/kafkajs#562, #1072). With
 * `recordDecoding`'s end of the batch it goes on behind the batch.
 */
export function shimCompactedBatches(load: Load): void {
  const { prototype } = load('kafkajs/src/consumer/batch') as { prototype: BatchPrototype };
  const { isEmptyDueToFiltering, lastOffset } = prototype;
  prototype.isEmptyDueToFiltering = function () {
    return isEmptyDueToFiltering.call(this) || (this.isEmpty() && endOf(this) !== undefined);
  };
  prototype.lastOffset = function () {
    const end = endOf(this);
    return end === undefined ? lastOffset.call(this) : String(end - 1n);
  };
}

/** The offset behind the fetched batches, if it is ahead of where the fetch began. */
function endOf(batch: Batch): bigint | undefined {
  const end = batch.rawMessages.nextOffset;
  return end !== undefined && end > BigInt(batch.fetchedOffset) ? end : undefined;
}
