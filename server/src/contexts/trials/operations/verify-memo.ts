import type { Caller } from '../../identity/index.ts'
import type { TrialsDeps } from '../deps.ts'
import { memoTampered, wrongStage } from '../errors.ts'
import { tampered } from '../model/memo.ts'
import { demandTrial, trialArn } from '../steps/gate.ts'
import { findMemo } from '../store/reports.ts'

/**
 * Compares the memo with itself and with the audit, whose chain nobody can rewrite unseen: a memo
 * that was replaced whole, digests and all, is found too. For who may read the account's audit.
 *
 * @throws trials.memo-tampered, trials.wrong-stage, governance.denied, identity.access-denied
 */
export async function verifyMemo(
  deps: TrialsDeps,
  caller: Caller,
  { id }: { id: string },
): Promise<{ digest: string; auditSequence: number }> {
  const trial = await demandTrial(deps, caller, { action: 'VerifyMemo', id })
  const signed = await findMemo(deps.sql, id)
  if (!signed) throw wrongStage({ id, stage: trial.stage, wanted: 'decided' })
  const reason = tampered(signed)
  if (reason !== undefined) throw memoTampered({ id, reason })
  const { records } = await deps.governance.searchAudit(caller, {
    accountId: trial.accountId,
    resource: trialArn(deps.region, trial.accountId, id),
    action: 'trials.trial-decided',
  })
  const record = records.find(
    ({ detail }) =>
      detail.memoDigest === signed.digest && detail.signature === signed.signatures[0]?.digest,
  )
  if (!record) throw memoTampered({ id, reason: 'the audit has another one' })
  return { digest: signed.digest, auditSequence: record.sequence }
}
