import type { Caller } from '../../identity/index.ts'
import type { TrialsDeps } from '../deps.ts'
import type { EarlierVerdict, KnownProspect } from '../model/prospect.ts'
import { demandTrials } from '../steps/gate.ts'
import { prospectsOf } from '../store/prospects.ts'
import { listOfTrials } from '../store/trials.ts'

const VERDICTS_MAX = 1000

/** The sources that people of this account saw, by name. @throws identity.access-denied */
export async function listProspects(deps: TrialsDeps, caller: Caller): Promise<KnownProspect[]> {
  await demandTrials(deps, caller, 'ListProspects')
  const [prospects, earlier] = await Promise.all([
    prospectsOf(deps.sql, caller.accountId),
    earlierVerdicts(deps, caller),
  ])
  return prospects.map((prospect) => ({
    ...prospect,
    earlier: earlier.get(prospect.source.toLowerCase()) ?? [],
  }))
}

/** What trials of this account found out, by the vendor's name in lower case. */
export async function earlierVerdicts(
  { sql }: Pick<TrialsDeps, 'sql'>,
  { accountId, principalArn }: Caller,
): Promise<Map<string, EarlierVerdict[]>> {
  const trials = await listOfTrials(sql, { accountId, principalArn, countMax: VERDICTS_MAX })
  const known = new Map<string, EarlierVerdict[]>()
  for (const { id, charter, verdict, decidedAt } of trials) {
    const vendor = charter.vendor?.toLowerCase()
    if (vendor === undefined || verdict === null || decidedAt === null) continue
    const one = { trialId: id, decidedAt, verdict }
    known.set(vendor, [...(known.get(vendor) ?? []), one])
  }
  return known
}
