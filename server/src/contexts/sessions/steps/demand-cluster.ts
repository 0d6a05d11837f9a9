import { clusterArn } from '../../compute/index.ts'
import type { Caller } from '../../identity/index.ts'
import type { SessionsParts } from '../parts.ts'

/** @throws identity.access-denied */
export async function demandOnCluster(
  { identity, region }: SessionsParts,
  caller: Caller,
  { action, clusterId, roleArn }: { action: string; clusterId: string; roleArn?: string },
): Promise<void> {
  const { accountId } = caller
  const resource = clusterArn({ region, accountId }, clusterId)
  const context = roleArn ? { context: { 'elasticmapreduce:ExecutionRoleArn': roleArn } } : {}
  await identity.demand(caller, { action, resource, ...context })
}
