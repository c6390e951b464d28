import type { Subtopology, Topology } from './topology.ts';

/** The topics a topology makes for itself between its subtopologies; only engine records and its own processors' outputs are in them. */
export const isInternalTopic = (topology: Topology, topic: string): boolean =>
  topology.repartitionTopics.includes(topic);

/** Names of the tasks, `<subtopology>/<partition>`, that write to the internal sources of a subtopology. */
export const upstreamTasks = (topology: Topology, { sources }: Subtopology, partitions: number): string[] =>
  topology.subtopologies
    .filter(({ outputs }) => outputs.some(({ topic }) => sources.includes(topic) && isInternalTopic(topology, topic)))
    .flatMap(({ name }) => Array.from({ length: partitions }, (_, partition) => `${name}/${partition}`));

/** The topics a topology reads and does not write itself. */
export const externalSources = (topology: Topology, { sources }: Pick<Subtopology, 'sources'>): string[] =>
  sources.filter((topic) => !isInternalTopic(topology, topic));

/** The public topics a subtopology writes to. */
export const publicTopics = ({ outputs }: Pick<Subtopology, 'outputs'>): string[] => [
  ...new Set(outputs.filter(({ visibility }) => visibility === 'public').map(({ topic }) => topic)),
];

/** The public topics a topology writes to. */
export const publicOutputs = (topology: Topology): string[] => [
  ...new Set(topology.subtopologies.flatMap((subtopology) => publicTopics(subtopology))),
];
