import type { AccountId, Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import type { Attributes } from '../model/condition.ts'
import type { Principal } from '../model/reach.ts'
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

export function principalOf(caller: Caller): Principal {
  const { principalArn: arn, accountId, principalTags, sessionTags } = caller
  const attributes = attributesOf(principalTags ?? {}, sessionTags)
  return { arn, accountId, ...(Object.keys(attributes).length > 0 ? { attributes } : {}) }
}

/** A session’s tag takes the place of the principal’s own, also where only their case differs. */
function attributesOf(own: Attributes, ofSession: Attributes): Attributes {
  const replaced = new Set(Object.keys(ofSession).map((key) => key.toLowerCase()))
  const left = Object.entries(own).filter(([key]) => !replaced.has(key.toLowerCase()))
  return { ...Object.fromEntries(left), ...ofSession }
}
