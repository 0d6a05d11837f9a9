import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'

/** Whom a grant must name to reach the caller. @see Lake Formation `GetDataLakePrincipal` */
export async function getPrincipal(
  { identity }: Pick<Workings, 'identity'>,
  caller: Caller,
): Promise<string> {
  const action = 'lakeformation:GetDataLakePrincipal'
  await identity.demand(caller, { action, resource: '*' })
  return caller.principalArn
}
