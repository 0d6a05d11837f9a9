import type { AccountId } from '../../identity/index.ts'
import type { Principal } from './reach.ts'
import type { Snapshot } from './snapshot.ts'

/** Whom rules name, and of each account the others. */
export interface People {
  ofAccount: ReadonlyMap<AccountId, readonly Principal[]>
  byName: ReadonlyMap<string, Principal>
}

/** All of an account whom no rule names: rules tell no two of them apart. */
export function othersOf(accountId: AccountId): Principal {
  return { arn: `${accountId}:IAMPrincipals`, accountId }
}

const PERSON = /^arn:aws:iam::(\d{12}):(?:user|role)\//

export function peopleIn(snapshots: readonly Snapshot[]): People {
  const byName = new Map<string, Principal>()
  for (const { world } of snapshots)
    for (const { id } of world.accounts.values()) byName.set(othersOf(id).arn, othersOf(id))
  for (const arn of snapshots.flatMap(namesIn)) {
    const accountId = PERSON.exec(arn)?.[1]
    if (accountId) byName.set(arn, { arn, accountId: accountId as AccountId })
  }
  return { byName, ofAccount: Map.groupBy(byName.values(), ({ accountId }) => accountId) }
}

function namesIn({ grants, world }: Snapshot): string[] {
  const grantees = [...grants.keys()].map((store) => store.slice(store.indexOf('|') + 1))
  const optedIn = [...world.optIns.values()].map(({ principal }) => principal)
  const settings = [...world.settings.values()]
  return [
    ...grantees,
    ...optedIn,
    ...settings.flatMap((one) => [...one.admins, ...one.readOnlyAdmins]),
  ]
}
