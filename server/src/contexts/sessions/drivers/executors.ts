import type { SqlTransaction } from '../../../foundation/sql.ts'
import { workers } from '../../compute/index.ts'
import type { AccountId } from '../../identity/index.ts'
import type { SessionsDeps } from '../deps.ts'
import type { Place } from '../model/session.ts'
import { type Plan, planOf } from '../model/size.ts'

/**
 * The driver, and the executors beside it, that `conf` asks for at a place.
 *
 * @throws sessions.invalid-session, and what `findRoom` throws
 */
export async function planAt(
  { capacity, driver }: Pick<SessionsDeps, 'capacity' | 'driver'>,
  wish: {
    accountId: AccountId
    place: Place
    conf: Readonly<Record<string, string>>
    share: number
  },
  tx?: SqlTransaction,
): Promise<Plan> {
  const { accountId, place, conf, share } = wish
  const cluster = place.kind === 'cluster' ? await capacity.findCluster(place.id) : undefined
  const most = await capacity.findRoom({ ...place, accountId }, tx)
  return planOf(conf, driver, { workers: cluster ? workers(cluster) : 0, most, share })
}

/** Before the claim: executors start while their driver is made somebody’s. */
export async function giveExecutors(
  { capacity }: Pick<SessionsDeps, 'capacity'>,
  claimed: { place: Place; reservationId: string | undefined; size: Plan | undefined },
  box: string,
): Promise<void> {
  const { place, reservationId, size } = claimed
  if (!size?.executors || reservationId === undefined) return
  await capacity.giveExecutors({
    ...size.executors,
    ...{ reservationId, clusterId: place.id, driver: box },
  })
}
