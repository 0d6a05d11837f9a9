import type { AccountId, Caller } from '../../identity/index.ts'
import { demandAuditor } from '../demand-auditor.ts'
import type { Workings } from '../deps.ts'
import { auditBroken } from '../errors.ts'
import {
  breakAt,
  breakAtEnd,
  breakKept,
  breakSealed,
  type ChainEnd,
  type ChainedRecord,
  GENESIS,
} from '../model/audit-chain.ts'
import { chainEnds, chainWaiting, recordsAfter } from '../store/audit.ts'
import { firstInexact, firstTooFine } from '../store/audit-ends.ts'
import { readKept } from '../store/kept-ends.ts'

const LATE_MS = 60_000 // The clocks of two hosts, and a transaction that makes an account.

/**
 * Reads the whole chain of an account and names the first record that does not fit. An account has
 * a record of its own making, so a chain that is gone whole is missed too, also if it began anew.
 *
 * @throws governance.audit-broken, governance.denied
 */
export async function verifyAudit(
  deps: Workings,
  caller: Caller,
  { accountId }: { accountId: AccountId },
): Promise<{ records: number; hash: string }> {
  await demandAuditor(deps, caller, accountId)
  await chainWaiting(deps)
  const kept = deps.auditSeal && readKept(deps.auditSeal.path)?.get(accountId)
  // What is chained meanwhile is of the next time.
  const { end, lastSequence, sealed } = await chainEnds(deps, accountId)
  const tooFine = await firstTooFine(deps.sql, { accountId, lastSequence })
  const accounts = await deps.identity.accounts()
  const begun = accounts.find(({ id }) => id === accountId)?.createdAt
  let at: ChainEnd = { sequence: 0, hash: GENESIS }
  for (;;) {
    const records = await recordsAfter(deps.sql, { accountId, lastSequence }, at.sequence)
    const [first, last] = [records[0], records.at(-1)]
    if (!first || !last) break
    const batch = { accountId, from: first.sequence, to: last.sequence }
    const inexact = await firstInexact(deps.sql, batch)
    for (const record of records) {
      const broken = breakAt(at, record) ?? breakKept(record, { kept, tooFine, inexact })
      if (broken) throw auditBroken({ accountId, ...broken })
      if (record.sequence === 1 && begun && late(record, begun)) throw gone(accountId)
      at = record
    }
  }
  if (at.sequence === 0 && begun) throw gone(accountId)
  const broken = breakAtEnd(end, at) ?? breakSealed(at, { kept, sealed })
  if (broken) throw auditBroken({ accountId, ...broken })
  return { records: at.sequence, hash: at.hash }
}

function late({ at }: ChainedRecord, begun: Date): boolean {
  return at.getTime() - begun.getTime() > LATE_MS
}

function gone(accountId: AccountId) {
  const reason = 'it is missing: the chain is not there from the making of the account on'
  return auditBroken({ accountId, sequence: 1, reason })
}
