import { DomainError } from '../../../foundation/errors.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { TrialsDeps } from '../deps.ts'
import type { TrialGrant } from '../model/charter.ts'
import type { Trial } from '../model/trial.ts'
import { grantsOf, keepGrant } from '../store/trial-parts.ts'
import { tell } from './tell.ts'

/**
 * Makes grants of the trial in the caller's name, each until the trial's end, and keeps them with
 * the trial. A grant that is there with this end already is only kept.
 *
 * @throws what governance refuses
 */
export async function giveAccess(
  { sql, clock, governance }: Pick<TrialsDeps, 'sql' | 'clock' | 'governance'>,
  caller: Caller,
  { trial, grants }: { trial: Trial; grants: readonly TrialGrant[] },
): Promise<void> {
  const { id, endsAt } = trial
  for (const given of grants) {
    await governance.grantPermissions(caller, { ...given, endsAt })
    const by = caller.principalArn
    await transaction(sql, async (tx) => {
      await keepGrant(tx, id, { given, grantedBy: by, endsAt })
      await tell(tx, id, { at: clock(), by, text: `access until the end for ${given.principal}` })
    })
  }
}

/** The same until another end, but of one principal: made anew first, so that no gap is between. */
export async function moveAccess(
  deps: Pick<TrialsDeps, 'sql' | 'governance'>,
  caller: Caller,
  of: { trial: Trial; endsAt: Date | null; except?: string | undefined },
): Promise<void> {
  const { trial, endsAt, except } = of
  for (const grant of await grantsOf(deps.sql, trial.id)) {
    const { given } = grant
    if (grant.endsAt === null || given.principal === except) continue
    await deps.governance.grantPermissions(caller, { ...given, ...(endsAt ? { endsAt } : {}) })
    if (endsAt?.getTime() !== grant.endsAt.getTime())
      await takeBack(deps, caller, { given, endsAt: grant.endsAt })
    await keepGrant(deps.sql, trial.id, { given, grantedBy: caller.principalArn, endsAt })
  }
}

/** Ends the trial's grants but of one principal now, in the caller's name. */
export async function endAccess(
  deps: Pick<TrialsDeps, 'sql' | 'clock' | 'governance'>,
  caller: Caller,
  { trial: { id }, except }: { trial: Pick<Trial, 'id'>; except?: string | undefined },
): Promise<void> {
  for (const { given, grantedBy, endsAt } of await grantsOf(deps.sql, id)) {
    if (endsAt === null || given.principal === except) continue
    await takeBack(deps, caller, { given, endsAt })
    await keepGrant(deps.sql, id, { given, grantedBy, endsAt: deps.clock() })
  }
}

async function takeBack(
  { governance }: Pick<TrialsDeps, 'governance'>,
  caller: Caller,
  { given, endsAt }: { given: TrialGrant; endsAt: Date },
): Promise<void> {
  try {
    await governance.revokePermissions(caller, { ...given, endsAt })
  } catch (error) {
    // Somebody took it back before: that is what is wanted.
    const gone = error instanceof DomainError && error.code === 'governance.invalid-input'
    if (!gone) throw error
  }
}
