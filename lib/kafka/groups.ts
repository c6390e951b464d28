import type { Kafka } from 'kafkajs';
import { connectCluster } from './cluster.ts';

/**
 * Takes a member out of its consumer group, so that the others need not wait until its session times out: for a process
 * that knows the member id of its predecessor, which was killed. A member the group no longer knows is no error.
 */
export async function removeMember(kafka: Kafka, groupId: string, memberId: string): Promise<void> {
  const cluster = await connectCluster(kafka);
  try {
    const coordinator = await cluster.findGroupCoordinator({ groupId });
    await coordinator.leaveGroup({ groupId, memberId });
  } catch (error) {
    if ((error as { type?: unknown }).type !== 'UNKNOWN_MEMBER_ID') throw error;
  } finally {
    await cluster.disconnect();
  }
}
