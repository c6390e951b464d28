import { replaceExports } from './replaceExports.ts';

interface FetchedRecord {
  readonly offset: string;
  readonly key: Buffer | null;
  readonly isControlRecord: boolean;
  readonly batchContext: { readonly producerId: string; readonly inTransaction: boolean };
}

interface AbortedTransaction {
  readonly producerId: string;
  readonly firstOffset: string;
}

interface Fetched<R> {
  readonly messages: readonly R[];
  readonly abortedTransactions?: readonly AbortedTransaction[];
}

/**
 * kafkajs lets records of aborted transactions through when transactions interleave: it trusts the order of the
 * broker's list, which is that of completion, enters at most one transaction a record, and takes any key 00 00 00 00
 * for an abort marker.
 */
export const shimAbortedRecords = (load: NodeJS.Require): void =>
  replaceExports(load, 'kafkajs/src/consumer/filterAbortedMessages', withoutAborted);

/** The records that are in no aborted transaction, control records included; as Java's CompletedFetch does it. */
export function withoutAborted<R extends FetchedRecord>({ messages, abortedTransactions = [] }: Fetched<R>): R[] {
  const starts = abortedTransactions
    .map(({ producerId, firstOffset }) => ({ producerId, firstOffset: BigInt(firstOffset) }))
    .sort((a, b) => (a.firstOffset < b.firstOffset ? -1 : 1));
  if (starts.length === 0) return messages as R[];
  const aborting = new Set<string>();
  let next = 0;
  return messages.filter((record) => {
    const offset = BigInt(record.offset);
    for (; (starts[next]?.firstOffset ?? offset + 1n) <= offset; next++) aborting.add(starts[next]?.producerId ?? '');
    const { producerId, inTransaction } = record.batchContext;
    if (isAbortMarker(record)) aborting.delete(producerId);
    return record.isControlRecord || !inTransaction || !aborting.has(producerId);
  });
}

/** A control record's key is its version and its type, each an int16; type 0 is an abort. */
const isAbortMarker = ({ isControlRecord, key }: FetchedRecord): boolean =>
  isControlRecord && key !== null && key.length >= 4 && key.readInt16BE(2) === 0;
