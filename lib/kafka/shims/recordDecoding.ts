import { replaceExports } from './replaceExports.ts';

interface Decoder {
  readonly buffer: Buffer;
  readInt32(): number;
  canReadBytes(length: number): boolean;
  readBytes(length: number): Buffer;
}

interface RecordBatch {
  readonly firstOffset: string;
  readonly lastOffsetDelta: number;
  readonly records: readonly unknown[];
}

/** Decoded records, and the offset behind the last whole record batch, which may hold fewer records than offsets. */
export interface DecodedRecords extends Array<unknown> {
  nextOffset?: bigint;
}

type DecodeMessages = (decoder: Decoder) => Promise<DecodedRecords>;

const magicOffset = 16;
const batchOverhead = 49;

/**
 * kafkajs appends a batch's records by `push(...records)`, which overflows the stack at about 120,000 records
 * (tulios/kafkajs#1723), and forgets where a batch ends, so that compacted or empty tails cannot be crossed (#1072).
 */
export function shimRecordDecoding(load: NodeJS.Require): void {
  const file = 'kafkajs/src/protocol/requests/fetch/v4/decodeMessages';
  const original = load(file) as DecodeMessages;
  const DecoderClass = load('kafkajs/src/protocol/decoder') as new (buffer: Buffer) => Decoder;
  const decodeBatch = load('kafkajs/src/protocol/recordBatch/v0/decoder') as (from: Decoder) => Promise<RecordBatch>;
  const decode: DecodeMessages = async (decoder) => {
    if (!isRecordBatch(decoder)) return original(decoder);
    const size = decoder.readInt32();
    return decodeBatches(new DecoderClass(decoder.readBytes(size)), decodeBatch);
  };
  replaceExports(load, file, decode);
}

function isRecordBatch(decoder: Decoder): boolean {
  const { buffer, offset } = decoder as Decoder & { readonly offset: number };
  const size = buffer.readInt32BE(offset);
  return size > magicOffset && buffer.length - offset - 4 >= size && buffer.readInt8(offset + 4 + magicOffset) === 2;
}

async function decodeBatches(decoder: Decoder, decodeBatch: (from: Decoder) => Promise<RecordBatch>) {
  const records: DecodedRecords = [];
  while (decoder.canReadBytes(batchOverhead)) {
    const batch = await decodeBatch(decoder).catch(endAtPartialBatch);
    if (batch === undefined) break;
    for (const record of batch.records) records.push(record);
    records.nextOffset = BigInt(batch.firstOffset) + BigInt(batch.lastOffsetDelta) + 1n;
  }
  return records;
}

/** The last batch of a response may be cut off: fetches are limited by bytes. */
function endAtPartialBatch(error: Error): undefined {
  if (error.name !== 'KafkaJSPartialMessageError') throw error;
}
