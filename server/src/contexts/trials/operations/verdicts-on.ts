import type { Caller } from '../../identity/index.ts'
import type { TrialsDeps } from '../deps.ts'
import { demandTrials } from '../steps/gate.ts'
import { decidedOf } from '../store/trials.ts'

/** What became of data before. */
export interface EarlierVerdict {
  trialId: string
  title: string
  decidedAt: Date
  verdict: string
}

const VERDICTS_MAX = 100

/**
 * What trials of a vendor's data found out, the newest first: of the caller's account, and those
 * that name the caller. The case of the name says nothing.
 *
 * @throws identity.access-denied
 */
export async function verdictsOn(
  deps: TrialsDeps,
  caller: Caller,
  { vendor }: { vendor: string },
): Promise<EarlierVerdict[]> {
  await demandTrials(deps, caller, 'ListTrials')
  const { accountId, principalArn } = caller
  const of = { accountId, principalArn, vendor, countMax: VERDICTS_MAX }
  const decided = await decidedOf(deps.sql, of)
  return decided.flatMap(({ id, charter, decidedAt, verdict }) =>
    decidedAt === null || verdict === null
      ? []
      : [{ trialId: id, title: charter.title, decidedAt, verdict }],
  )
}
