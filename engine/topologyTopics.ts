import type { Output, Subtopology, Topology } from './topology.ts';

/** The topics, each once, that are written to. */
export const outputTopics = (
  { subtopologies }: Pick<Topology, 'subtopologies'>,
  visibility: Output<unknown>['visibility'],
): string[] => [
  ...new Set(
    subtopologies.flatMap(({ outputs }) => outputs.filter((it) => it.visibility === visibility)).map((it) => it.topic),
  ),
];

/** The topics that a topology reads and does not write itself. */
export function externalSources(topology: Topology, { sources }: Pick<Subtopology, 'sources'>): string[] {
  const internal = outputTopics(topology, 'internal');
  return sources.filter((topic) => !internal.includes(topic));
}

/** Names of the tasks, `<subtopology>/<partition>`, that write to the internal sources of a subtopology. */
export const upstreamTasks = (topology: Topology, { sources }: Subtopology, partitions: number): string[] =>
  topology.subtopologies
    .filter((it) => outputTopics({ subtopologies: [it] }, 'internal').some((topic) => sources.includes(topic)))
    .flatMap(({ name }) => Array.from({ length: partitions }, (_, partition) => `${name}/${partition}`));
