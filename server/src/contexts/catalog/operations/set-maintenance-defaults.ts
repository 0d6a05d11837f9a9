import { transaction } from '../../../foundation/sql.ts'
import type { AccountId, Caller } from '../../identity/index.ts'
import { invalidUpdate } from '../errors.ts'
import { wrongProperty } from '../maintenance/model/policy.ts'
import { demandIam } from '../steps/gates.ts'
import { record } from '../steps/record.ts'
import { putDefaults } from '../store/maintenance.ts'
import type { Workings } from '../workings.ts'

/**
 * What counts for tables of an account that do not say it themselves; replaces what was said.
 *
 * @throws identity.access-denied, catalog.invalid-update
 */
export async function setMaintenanceDefaults(
  deps: Workings,
  caller: Caller,
  command: { accountId: AccountId; properties: Record<string, string> },
): Promise<void> {
  const { accountId, properties } = command
  await demandIam(deps, caller, 'millrace:PutMaintenanceDefaults', { accountId })
  for (const [name, value] of Object.entries(properties)) {
    const wrong = wrongProperty(name, value)
    if (wrong !== undefined) throw invalidUpdate({ reason: `"${name}" ${wrong}` })
  }
  await transaction(deps.sql, async (tx) => {
    await putDefaults(tx, accountId, properties)
    const done = 'maintenance-defaults-set'
    await record(tx, deps, caller, { done, ref: { accountId }, detail: { properties } })
  })
}
