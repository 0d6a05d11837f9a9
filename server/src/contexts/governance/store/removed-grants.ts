import { sql as raw } from 'kysely'
import type { Sql, SqlTransaction } from '../../../foundation/sql.ts'
import type { Grant } from '../model/grant.ts'
import type { RemovedGrant, Taken } from '../model/removed-grants.ts'
import './tables.ts'

const TOLD_MAX = 50
const KEPT_DAYS = 400

export async function keepRemoved(
  tx: SqlTransaction,
  taken: readonly Taken[],
  by: { removedBy: string; removedAt: Date },
): Promise<void> {
  if (taken.length === 0) return
  const rows = taken.map(({ grant, gave }) => {
    const { id: grantId, accountId, catalogId, principal } = grant
    const facts = { taken: JSON.stringify(grant), gave: gave ? JSON.stringify(gave) : null }
    return { grantId, accountId, catalogId, principal, ...by, ...facts }
  })
  await tx.insertInto('governance.removedGrants').values(rows).execute()
}

/** The newest of what was taken from any of `principals` in a catalog, from that moment on. */
export async function removedFrom(
  sql: Sql,
  catalogId: string,
  { principals, since }: { principals: readonly string[]; since: Date },
): Promise<RemovedGrant[]> {
  const rows = await sql
    .selectFrom('governance.removedGrants')
    .select(['taken', 'gave', 'removedBy', 'removedAt'])
    .where('catalogId', '=', catalogId)
    .where(raw<boolean>`principal = ANY(${[...principals]}::text[])`)
    .where('removedAt', '>=', since)
    .orderBy('removedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(TOLD_MAX)
    .execute()
  return rows.map(({ taken, gave, ...by }) => ({
    ...{ grant: grantOf(taken), ...by },
    ...(gave && { gave }),
  }))
}

/** Forgets what nobody will ask about any more. */
export async function sweepRemoved(sql: Sql, now: Date): Promise<void> {
  const until = new Date(now.getTime() - KEPT_DAYS * 86_400_000)
  await sql.deleteFrom('governance.removedGrants').where('removedAt', '<', until).execute()
}

function grantOf({ grantedAt, startsAt, endsAt, ...grant }: Grant): Grant {
  return {
    ...grant,
    grantedAt: new Date(grantedAt),
    ...(startsAt && { startsAt: new Date(startsAt) }),
    ...(endsAt && { endsAt: new Date(endsAt) }),
  }
}
