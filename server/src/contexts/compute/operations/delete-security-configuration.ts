import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { ComputeDeps } from '../deps.ts'
import { noSuchSecurityConfiguration } from '../errors.ts'
import { deleteSecurityConfiguration as remove } from '../store/security-configurations.ts'

/**
 * Clusters that were made with it keep its name, as on AWS.
 *
 * @throws identity.access-denied, compute.no-such-security-configuration
 * @see EMR `DeleteSecurityConfiguration`
 */
export async function deleteSecurityConfiguration(
  { sql, identity }: ComputeDeps,
  caller: Caller,
  name: string,
): Promise<void> {
  const action = 'elasticmapreduce:DeleteSecurityConfiguration'
  await identity.demand(caller, { action, resource: '*' })
  const { accountId } = caller
  await transaction(sql, async (tx) => {
    if (!(await remove(tx, { accountId, name }))) throw noSuchSecurityConfiguration({ name })
    const deed = { action: 'compute.security-configuration-deleted', resource: name }
    await recordDone(tx, caller, deed)
  })
}
