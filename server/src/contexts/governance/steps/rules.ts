import type { AccountId, Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import type { Snapshot } from '../model/snapshot.ts'

/** The newest rules; an account that is there and unknown to them makes them look again. */
export async function rulesFor(
  { snapshots, identity }: Pick<Workings, 'snapshots' | 'identity'>,
  accountIds: readonly AccountId[],
): Promise<Snapshot> {
  const { accounts } = snapshots.current().world
  const unknown = accountIds.filter((id) => !accounts.has(id))
  if (unknown.length === 0) return snapshots.current()
  // Anybody can name an account that is nowhere: that costs no reading of all rules.
  if ((await identity.accounts()).some(({ id }) => unknown.includes(id))) await snapshots.reload()
  return snapshots.current()
}

export function principalOf(caller: Caller) {
  return { arn: caller.principalArn, accountId: caller.accountId }
}
