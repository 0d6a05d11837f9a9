import { timeOrderedId } from '../../../foundation/ids.ts'
import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { TrialsDeps } from '../deps.ts'
import { invalidCharter } from '../errors.ts'
import type { KnownProspect, Prospect } from '../model/prospect.ts'
import { demandTrials } from '../steps/gate.ts'
import { upsertProspect } from '../store/prospects.ts'
import { earlierVerdicts } from './list-prospects.ts'

export interface CreateProspect {
  source: string
  nextStep: string
  /** ARN; whoever saw it, where nobody is named. */
  owner?: string
  state?: Prospect['state']
}

/**
 * Notes a source that somebody saw. One that is known is brought up to date, and answers what
 * became of it before: nobody tries blindly again.
 *
 * @throws identity.access-denied, trials.invalid-charter
 */
export async function createProspect(
  deps: TrialsDeps,
  caller: Caller,
  command: CreateProspect,
): Promise<KnownProspect> {
  await demandTrials(deps, caller, 'CreateProspect')
  const source = command.source.trim()
  if (source === '') throw invalidCharter({ reason: 'the prospect names no source' })
  const now = deps.clock()
  const { accountId, principalArn } = caller
  const seen: Prospect = {
    ...{ id: timeOrderedId('prospect-', now), accountId, source },
    ...{ seenBy: principalArn, seenAt: now, nextStep: command.nextStep },
    ...{ owner: command.owner ?? principalArn, state: command.state ?? 'open' },
  }
  const kept = await transaction(deps.sql, async (tx) => {
    const one = await upsertProspect(tx, seen)
    const action = 'trials.prospect-noted'
    await recordDone(tx, caller, { accountId, action, resource: one.id, detail: { source } })
    return one
  })
  const earlier = await earlierVerdicts(deps, caller)
  return { ...kept, earlier: earlier.get(source.toLowerCase()) ?? [] }
}
