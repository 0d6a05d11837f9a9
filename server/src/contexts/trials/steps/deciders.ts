import type { Caller } from '../../identity/index.ts'
import type { Trial } from '../model/trial.ts'

/** Whom the charter lets decide; where it names nobody, the people of the trial's account. */
export function mayDecide({ accountId, charter }: Trial, caller: Caller): boolean {
  const deciders = charter.people.filter(({ role }) => role === 'decides')
  if (deciders.length === 0) return accountId === caller.accountId
  return deciders.some(({ arn }) => arn === caller.principalArn)
}
