import type { Caller } from '../../identity/index.ts'
import type { ComputeDeps } from '../deps.ts'
import { noSuchSecurityConfiguration } from '../errors.ts'
import type { SecurityConfiguration } from '../model/security-configuration.ts'
import { findSecurityConfiguration } from '../store/security-configurations.ts'

/**
 * @throws identity.access-denied, compute.no-such-security-configuration
 * @see EMR `DescribeSecurityConfiguration`
 */
export async function getSecurityConfiguration(
  { sql, identity }: ComputeDeps,
  caller: Caller,
  name: string,
): Promise<SecurityConfiguration> {
  const action = 'elasticmapreduce:DescribeSecurityConfiguration'
  await identity.demand(caller, { action, resource: '*' })
  const found = await findSecurityConfiguration(sql, { accountId: caller.accountId, name })
  if (!found) throw noSuchSecurityConfiguration({ name })
  return found
}
