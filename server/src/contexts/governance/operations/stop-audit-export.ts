import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import { readableAudits } from '../demand-auditor.ts'
import type { Workings } from '../deps.ts'
import { denied, invalidInput, notFound } from '../errors.ts'
import type { AuditExport } from '../model/audit-export.ts'
import { administers } from '../model/reach.ts'
import { putDenial } from '../record.ts'
import { principalOf, rulesFor } from '../steps/rules.ts'
import { findExport, turnExport } from '../store/audit-exports.ts'

const GOING = ['running', 'waiting'] as const

/**
 * Ends an export that runs or goes on by itself, for who asked for it and for administrators of the
 * account. A file that is being written may still come; what is there stays.
 *
 * @throws identity.access-denied, governance.not-found, governance.denied, governance.invalid-input
 */
export async function stopAuditExport(
  deps: Workings,
  caller: Caller,
  { id }: { id: string },
): Promise<void> {
  await deps.identity.demand(caller, { action: 'cloudtrail:LookupEvents', resource: '*' })
  const found = await findExport(deps.sql, id)
  const readable = await readableAudits(deps, caller)
  if (!found || !readable.includes(found.accountId)) throw notFound({ resource: id })
  await demandOwner(deps, caller, found)
  await transaction(deps.sql, async (tx) => {
    const to = { state: 'stopped', endedAt: deps.clock() } as const
    if (!(await turnExport(tx, { id, from: GOING }, to))) {
      const now = (await findExport(tx, id)) ?? found
      throw invalidInput({ reason: `The export is already ${now.state}` })
    }
    const { accountId, location: resource } = found
    const action = 'governance.audit-export-stopped'
    await recordDone(tx, caller, { accountId, action, resource, detail: { id } })
  })
}

/** Who reads an audit alone, or that of another account, ends what they asked for, and no more. */
async function demandOwner(
  deps: Workings,
  caller: Caller,
  { accountId, caller: asker }: AuditExport,
): Promise<void> {
  if (asker.principalArn === caller.principalArn) return
  const snapshot = await rulesFor(deps, [caller.accountId])
  const own = accountId === caller.accountId
  if (own && administers(snapshot, principalOf(caller), 'admin')) return
  const permission = 'administrator'
  await putDenial(deps, caller, { permission, resource: `audit of ${accountId}` })
  throw denied({ permission, resource: 'the export' })
}
