import type { Caller } from '../../identity/index.ts'
import type { TrialsDeps } from '../deps.ts'
import { memoTampered } from '../errors.ts'
import { type Memo, type Signature, tampered } from '../model/memo.ts'
import { writeMemo } from '../model/write-memo.ts'
import { demandTrial } from '../steps/gate.ts'
import { gatherEvidence } from '../steps/gather-evidence.ts'
import { findMemo } from '../store/reports.ts'

export interface ShownMemo {
  memo: Memo
  /** Of the memo as signed; a draft has none. */
  digest?: string
  signatures: Signature[]
}

/**
 * The signed memo, after its digests were computed again; before a decision, a draft of it.
 *
 * @throws trials.memo-tampered, trials.no-such-trial, identity.access-denied
 */
export async function getMemo(
  deps: TrialsDeps,
  caller: Caller,
  { id }: { id: string },
): Promise<ShownMemo> {
  const trial = await demandTrial(deps, caller, { action: 'GetMemo', id })
  const signed = await findMemo(deps.sql, id)
  if (!signed) return { memo: writeMemo(await gatherEvidence(deps.sql, trial)), signatures: [] }
  const reason = tampered(signed)
  if (reason !== undefined) throw memoTampered({ id, reason })
  return signed
}
