import { partitionFor } from '#lib/kafka/murmur2.ts';
import type { OutgoingRecord } from '#lib/kafka/producer.ts';
import type { KafkaRecord } from '#lib/kafka/record.ts';

/** Topics in memory, every one with the same number of partitions; they outlive the drivers that use them. */
export class DriverTopics {
  readonly partitions: number;
  readonly #logs = new Map<string, KafkaRecord[][]>();
  /** Every record of a topic in the order it was written, over all partitions. */
  readonly #order = new Map<string, KafkaRecord[]>();

  constructor(partitions: number) {
    this.partitions = partitions;
  }

  log(topic: string, partition: number): readonly KafkaRecord[] {
    return this.#log(topic)[partition] ?? [];
  }

  all(topic: string): readonly KafkaRecord[] {
    return this.#order.get(topic) ?? [];
  }

  /** The offset behind a partition's last record. */
  end({ topic, partition }: { readonly topic: string; readonly partition: number }): bigint {
    return BigInt(this.log(topic, partition).length);
  }

  /** The offset behind each partition's last record. */
  ends(topic: string): bigint[] {
    return this.#log(topic).map(({ length }) => BigInt(length));
  }

  /** How many records each topic has. */
  lengths(): Map<string, number> {
    return new Map([...this.#order].map(([topic, records]) => [topic, records.length]));
  }

  append({ topic, partition, key, value, headers = {}, timestamp }: OutgoingRecord, now: number): void {
    const log = this.#log(topic)[partition];
    if (log === undefined) throw new Error(`${topic} has no partition ${partition}`);
    const place = { topic, partition, offset: BigInt(log.length), timestamp: timestamp ?? now };
    const record = { ...place, key: key ?? '', value, headers };
    log.push(record);
    const order = this.#order.get(topic);
    if (order === undefined) this.#order.set(topic, [record]);
    else order.push(record);
  }

  partitionOf(text: string): number {
    return partitionFor(text, this.partitions);
  }

  /** The newest value of every key; keys whose newest record is a tombstone are absent. */
  latest(topic: string): Map<string, Buffer> {
    const values = new Map<string, Buffer>();
    for (const { key, value } of this.all(topic)) {
      values.delete(key);
      if (value !== null) values.set(key, value);
    }
    return values;
  }

  #log(topic: string): KafkaRecord[][] {
    const log = this.#logs.get(topic) ?? Array.from({ length: this.partitions }, () => []);
    this.#logs.set(topic, log);
    return log;
  }
}
