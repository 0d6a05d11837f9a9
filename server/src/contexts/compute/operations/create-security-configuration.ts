import { recordDone } from '../../../foundation/outbox.ts'
import { transaction } from '../../../foundation/sql.ts'
import type { Caller } from '../../identity/index.ts'
import type { ComputeDeps } from '../deps.ts'
import { securityConfigurationExists } from '../errors.ts'
import {
  checkSecurityConfiguration,
  type SecurityConfiguration,
} from '../model/security-configuration.ts'
import { insertSecurityConfiguration } from '../store/security-configurations.ts'

/**
 * @throws identity.access-denied, compute.invalid-security-configuration,
 * compute.security-configuration-exists
 * @see EMR `CreateSecurityConfiguration`
 */
export async function createSecurityConfiguration(
  { sql, identity, clock }: ComputeDeps,
  caller: Caller,
  given: { name: string; configuration: string },
): Promise<SecurityConfiguration> {
  const action = 'elasticmapreduce:CreateSecurityConfiguration'
  await identity.demand(caller, { action, resource: '*' })
  checkSecurityConfiguration(given)
  const { accountId, principalArn: createdBy } = caller
  const made = { ...given, accountId, createdBy, createdAt: clock() }
  return transaction(sql, async (tx) => {
    const { name } = made
    if (!(await insertSecurityConfiguration(tx, made))) throw securityConfigurationExists({ name })
    const deed = { action: 'compute.security-configuration-created', resource: name }
    await recordDone(tx, caller, { ...deed, detail: { configuration: made.configuration } })
    return made
  })
}
