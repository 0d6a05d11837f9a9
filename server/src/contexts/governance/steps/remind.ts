import { announce } from '../../../foundation/events.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Workings } from '../deps.ts'
import { notOutlived } from '../model/ending.ts'
import type { Grant } from '../model/grant.ts'
import { nameOf } from '../model/grant-names.ts'
import { DISTANCES, distancesReached } from '../model/reminder.ts'
import { textOf } from '../model/resource-name.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { idsOfEnding } from '../store/ending-grants.ts'
import { allTargets, insertReminder, sweepReminders } from '../store/reminders.ts'

const DAY_MS = 86_400_000
const ACCOUNT_IN_ARN = /^arn:aws:iam::(\d{12}):|^(\d{12})/

/**
 * Announces `governance.access-ending` to those accounts that want to be told: whose grant it is,
 * and whose people it is for. Once at each distance from the end; what was slept over is said once.
 */
export async function remind(deps: Workings): Promise<void> {
  const { sql, clock, snapshots } = deps
  const now = clock()
  await sweepReminders(sql, now)
  const targets = await allTargets(sql)
  if (targets.size === 0) return
  const until = new Date(now.getTime() + Math.max(...DISTANCES) * DAY_MS)
  const ids = await idsOfEnding(sql, { after: now, until })
  const snapshot = snapshots.current()
  for (const grant of notOutlived(snapshot, ids))
    for (const accountId of accountsOf(grant)) {
      const told = targets.get(accountId)?.targets ?? []
      if (told.length > 0) await remindOf(deps, { snapshot, grant, accountId, targets: told })
    }
}

async function remindOf(
  { sql, clock }: Workings,
  of: { snapshot: Snapshot; grant: Grant; accountId: string; targets: readonly object[] },
): Promise<void> {
  const { snapshot, grant, accountId, targets } = of
  const remindedAt = clock()
  const { id: grantId, principal, permissions } = grant
  const resource = nameOf(snapshot, grant.resource)
  const reached = distancesReached(grant, remindedAt)
  const nearest = reached.at(-1)
  if (nearest === undefined || resource === undefined || grant.endsAt === undefined) return
  const { endsAt } = grant
  await transaction(sql, async (tx) => {
    const news: number[] = []
    for (const days of reached)
      if (await insertReminder(tx, { grantId, endsAt, accountId, days, remindedAt }))
        news.push(days)
    if (!news.includes(nearest)) return
    await announce(tx, 'governance.access-ending', {
      ...{ grantId, accountId, principal, permissions, on: textOf(resource) },
      ...{ endsAt: endsAt.toISOString(), days: nearest, targets },
    })
  })
}

function accountsOf({ accountId, principal }: Grant): ReadonlySet<string> {
  const [, ofPerson, whole] = ACCOUNT_IN_ARN.exec(principal) ?? []
  return new Set([accountId, ...[ofPerson ?? whole].filter((one) => one !== undefined)])
}
