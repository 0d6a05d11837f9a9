import type { Caller } from '../../identity/index.ts'
import type { ComputeDeps } from '../deps.ts'
import type { SecurityConfiguration } from '../model/security-configuration.ts'
import { securityConfigurations } from '../store/security-configurations.ts'

/**
 * Those of the caller's account, by name.
 *
 * @throws identity.access-denied
 * @see EMR `ListSecurityConfigurations`
 */
export async function listSecurityConfigurations(
  { sql, identity }: ComputeDeps,
  caller: Caller,
): Promise<SecurityConfiguration[]> {
  const action = 'elasticmapreduce:ListSecurityConfigurations'
  await identity.demand(caller, { action, resource: '*' })
  return securityConfigurations(sql, caller.accountId)
}
