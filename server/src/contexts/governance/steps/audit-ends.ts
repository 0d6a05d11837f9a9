import type { Workings } from '../deps.ts'
import { endSealed, sealOfEnd } from '../model/audit-seal.ts'
import { auditEnds, hashesAt, sealEnd } from '../store/audit-ends.ts'
import { readKept, writeKept } from '../store/kept-ends.ts'

type Deps = Pick<Workings, 'sql' | 'log' | 'auditSeal'>

/**
 * Seals where chains end that are from before there were seals: once in the life of a home, so that
 * nobody has an end sealed by taking its seal away.
 */
export async function sealEnds({ sql, log, auditSeal }: Deps): Promise<void> {
  if (!auditSeal || readKept(auditSeal.path)) return
  const ends = await auditEnds(sql)
  const bare = ends.filter(({ seal }) => seal === null)
  for (const { accountId, sequence, hash } of bare) {
    const end = { sequence, hash }
    await sealEnd(sql, { accountId, ...end, seal: sealOfEnd(auditSeal.key, accountId, end) })
    log.warn({ accountId, ...end }, 'the end of an audit is sealed as it was found')
  }
  writeKept(auditSeal.path, new Map())
}

/** Writes down how far chains are, those that are still what was written down before. */
export async function keepEnds({ sql, log, auditSeal }: Deps): Promise<void> {
  if (!auditSeal) return
  const kept = new Map(readKept(auditSeal.path))
  const ends = (await auditEnds(sql)).filter((end) => {
    return (kept.get(end.accountId)?.sequence ?? 0) < end.sequence
  })
  if (ends.length === 0) return
  const places = ends.flatMap(({ accountId }) => {
    const before = kept.get(accountId)
    return before ? [{ accountId, sequence: before.sequence }] : []
  })
  const hashes = await hashesAt(sql, places)
  for (const { accountId, sequence, hash, seal } of ends) {
    const before = kept.get(accountId)
    const follows = before === undefined || hashes.get(accountId) === before.hash
    if (follows && endSealed(auditSeal.key, accountId, { sequence, hash, seal }))
      kept.set(accountId, { sequence, hash })
    else log.error({ accountId, sequence }, 'an audit is not what it was: see "audit verify"')
  }
  writeKept(auditSeal.path, kept)
}
