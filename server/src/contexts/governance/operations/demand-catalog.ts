import type { AccountId, Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { denied } from '../errors.ts'
import { catalogAccess } from '../model/decide-others.ts'
import type { Permission } from '../model/permission.ts'
import { putDenial } from '../record.ts'
import { principalOf, rulesFor } from '../steps/rules.ts'

/** CREATE_DATABASE on the catalog of an account. @throws governance.denied */
export async function demandCatalog(
  deps: Workings,
  caller: Caller,
  accountId: AccountId,
  permission: Permission,
): Promise<void> {
  const snapshot = await rulesFor(deps, [caller.accountId, accountId])
  const at = deps.clock().getTime()
  const question = { principal: principalOf(caller), at, use: 'permissions' as const }
  const held = catalogAccess(snapshot, { ...question, ownerId: accountId })
  if (!caller.scope && held.has(permission)) return
  await putDenial(deps, caller, { permission, resource: accountId })
  throw denied({ permission: WORDS[permission] ?? permission, resource: 'Catalog' })
}

/** Captured from AWS: "Required Create Database on Catalog". */
const WORDS: Partial<Record<Permission, string>> = {
  CREATE_DATABASE: 'Create Database',
  CREATE_LF_TAG: 'Create LF Tag',
}
