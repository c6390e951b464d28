/** Where a letter lies in the topic of dead letters. */
export interface Spot {
  readonly partition: number;
  readonly offset: bigint;
}

/** `3/17`; undefined for anything else. */
export function spotOf(text: string): Spot | undefined {
  const [, partition, offset] = /^(\d{1,6})\/(\d{1,18})$/.exec(text) ?? [];
  return partition === undefined || offset === undefined
    ? undefined
    : { partition: Number(partition), offset: BigInt(offset) };
}

export const spotText = ({ partition, offset }: Spot): string => `${partition}/${offset}`;

/** Whether it is what a letter is called: `3/17`, or in a queue of RabbitMQ `vacation/3f2a90c4d1e6`. */
export const isPlace = (text: string): boolean =>
  spotOf(text) !== undefined || /^[a-z]{1,40}\/[0-9a-f]{12}$/.test(text);
