import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { denied } from '../errors.ts'
import { administers } from '../model/reach.ts'
import type { ReminderTargets } from '../model/reminder.ts'
import { putDenial } from '../record.ts'
import { principalOf, rulesFor } from '../steps/rules.ts'
import { findTargets } from '../store/reminders.ts'

/**
 * Whom the caller’s account has told before access ends, for its admins.
 *
 * @throws identity.access-denied, governance.denied
 */
export async function getReminderTargets(
  deps: Workings,
  caller: Caller,
  _all: object,
): Promise<ReminderTargets> {
  const action = 'lakeformation:GetDataLakeSettings'
  await deps.identity.demand(caller, { action, resource: '*' })
  const snapshot = await rulesFor(deps, [caller.accountId])
  if (!administers(snapshot, principalOf(caller), 'any')) {
    const refused = { permission: 'data lake administrator', resource: 'reminders' }
    await putDenial(deps, caller, refused)
    throw denied(refused)
  }
  const { accountId: _, ...set } = (await findTargets(deps.sql, caller.accountId)) ?? {
    targets: [],
    version: 0,
  }
  return set
}
