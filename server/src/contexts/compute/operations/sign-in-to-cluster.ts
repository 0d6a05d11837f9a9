import { createHash, timingSafeEqual } from 'node:crypto'
import type { AccountId, Origin } from '../../identity/index.ts'
import type { ComputeDeps } from '../deps.ts'
import { type Cluster, usable } from '../model/cluster.ts'
import { findCredentials } from '../store/cluster-credentials.ts'
import { findCluster } from '../store/clusters.ts'

/** What a name and password open: one cluster, as one role. */
export interface ClusterLogin {
  cluster: Cluster
  roleArn: string
  /** The principal that the pair was made for. */
  issuedTo: string
  /** Who stood behind it then, the first of a chain of roles. */
  behind: string
  accountId: AccountId
  /** Accounts whose end is the end of what is opened with the pair, beside its own. */
  assumedThrough: readonly AccountId[]
  expiresAt: Date
}

/**
 * Undefined for a pair that is unknown, wrong or expired, and for a cluster that ends.
 *
 * @throws identity.account-isolated, identity.invalid-token, identity.too-many-guesses,
 * credentials.bound-elsewhere
 */
export async function signInToCluster(
  { sql, clock, identity }: ComputeDeps,
  { username, password }: { username: string; password: string },
  from: Origin,
): Promise<ClusterLogin | undefined> {
  const found = await identity.guess({ name: username, from }, async () => {
    const kept = await findCredentials(sql, username)
    const digest = createHash('sha256').update(password).digest()
    return kept && timingSafeEqual(kept.passwordDigest, digest) ? kept : undefined
  })
  if (!found) return undefined
  if (found.expiresAt <= clock()) return undefined
  const cluster = await findCluster(sql, found.clusterId)
  if (!cluster || !usable(cluster)) return undefined
  const { roleArn, issuedTo, expiresAt } = found
  const behind = found.behind ?? issuedTo
  const accountId = found.accountId as AccountId
  const assumedThrough = found.assumedThrough as AccountId[]
  const bound = found.boundTo === null ? {} : { boundTo: found.boundTo }
  const known = { accountId, principalArn: issuedTo, arn: issuedTo, assumedThrough, behind }
  const holder = { ...known, issuedAt: found.createdAt, ...bound }
  await identity.demandStanding(holder, from)
  return { cluster, roleArn, issuedTo, behind, accountId, assumedThrough, expiresAt }
}
