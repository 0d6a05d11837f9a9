import { createHash, timingSafeEqual } from 'node:crypto'
import type { AccountId } from '../../identity/index.ts'
import type { ComputeDeps } from '../deps.ts'
import type { Cluster } from '../model/cluster.ts'
import { findCredentials } from '../store/cluster-credentials.ts'
import { findCluster } from '../store/clusters.ts'

/** What a name and password open: one cluster, as one role. */
export interface ClusterLogin {
  cluster: Cluster
  roleArn: string
  /** The principal that the pair was made for. */
  issuedTo: string
  accountId: AccountId
  expiresAt: Date
}

/** Undefined for a pair that is unknown, wrong or expired, and for a cluster that ends. */
export async function signInToCluster(
  { sql, clock }: ComputeDeps,
  { username, password }: { username: string; password: string },
): Promise<ClusterLogin | undefined> {
  const found = await findCredentials(sql, username)
  const digest = createHash('sha256').update(password).digest()
  if (!found || !timingSafeEqual(found.passwordDigest, digest)) return undefined
  if (found.expiresAt <= clock()) return undefined
  const cluster = await findCluster(sql, found.clusterId)
  if (!cluster || !['STARTING', 'WAITING'].includes(cluster.state)) return undefined
  const { roleArn, issuedTo, expiresAt } = found
  return { cluster, roleArn, issuedTo, accountId: found.accountId as AccountId, expiresAt }
}
