import type { Sql } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { TrialsDeps } from '../deps.ts'
import { noSuchTrial } from '../errors.ts'
import type { Charter } from '../model/charter.ts'
import type { Trial } from '../model/trial.ts'
import { findTrial } from '../store/trials.ts'

export function trialArn(region: string, accountId: string, id: string): string {
  return `arn:aws:millrace:${region}:${accountId}:trial/${id}`
}

/** Of the trial's account, or named by its charter. */
export function concerns({ accountId, charter }: Trial, caller: Caller): boolean {
  return (
    accountId === caller.accountId || charter.people.some(({ arn }) => arn === caller.principalArn)
  )
}

/** @throws trials.no-such-trial, identity.access-denied */
export async function demandTrial(
  deps: Pick<TrialsDeps, 'identity' | 'region' | 'sql'>,
  caller: Caller,
  of: { action: string; id: string },
): Promise<Trial> {
  const trial = await findTrial(deps.sql as Sql, of.id)
  if (!trial || !concerns(trial, caller)) throw noSuchTrial({ id: of.id })
  const resource = trialArn(deps.region, trial.accountId, trial.id)
  await deps.identity.demand(caller, { action: `millrace:${of.action}`, resource })
  return trial
}

/** @throws identity.access-denied */
export async function demandTrials(
  deps: Pick<TrialsDeps, 'identity' | 'region'>,
  caller: Caller,
  action: string,
): Promise<void> {
  const resource = trialArn(deps.region, caller.accountId, '*')
  await deps.identity.demand(caller, { action: `millrace:${action}`, resource })
}

/**
 * What a charter names is read as its role, so naming it needs the right to hand the role over.
 *
 * @throws identity.access-denied
 */
export async function demandRole(
  { identity }: Pick<TrialsDeps, 'identity'>,
  caller: Caller,
  { roleArn }: Pick<Charter, 'roleArn'>,
): Promise<void> {
  await identity.demand(caller, {
    action: 'iam:PassRole',
    resource: roleArn,
    context: { 'iam:PassedToService': 'trials.millrace' },
  })
}

/** Reads data and ledger as the role of the charter. */
export async function actAsTrial(
  { identity }: Pick<TrialsDeps, 'identity'>,
  { id, charter }: Pick<Trial, 'id' | 'charter'>,
): Promise<Caller> {
  const { caller } = await identity.assumeForService({
    roleArn: charter.roleArn,
    service: 'trials.millrace',
    sessionName: id.slice(0, 64), // STS: RoleSessionName.
    seconds: 900,
  })
  return caller
}
