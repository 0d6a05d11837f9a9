import type { AccountId, Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { invalidInput } from '../errors.ts'
import { settingsOf } from '../model/snapshot.ts'
import type { Settings } from '../model/world.ts'
import { rulesFor } from '../steps/rules.ts'

/** @see Lake Formation `GetDataLakeSettings` */
export async function getDataLakeSettings(
  deps: Workings,
  caller: Caller,
  accountId: AccountId,
): Promise<Settings> {
  const action = 'lakeformation:GetDataLakeSettings'
  await deps.identity.demand(caller, { action, resource: '*' })
  if (accountId !== caller.accountId)
    throw invalidInput({ reason: 'Settings can be read for the own account only' })
  return settingsOf(await rulesFor(deps, [accountId]), accountId)
}
