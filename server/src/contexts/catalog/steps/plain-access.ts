import type { TableAccess } from '../../governance/index.ts'
import type { AccountId, Caller, VendedPrefix, VendedScope } from '../../identity/index.ts'
import type { TableRef } from '../model/face.ts'
import { bucketOf, glueArns } from '../model/table.ts'
import type { Workings } from '../workings.ts'

type Access = VendedPrefix['access']

export const VENDED_SECONDS = 900

/** Which table keys are vended for, what of it they open, and whose it is where another’s. */
export function scopeOf(
  { governance }: Pick<Workings, 'governance'>,
  caller: Caller,
  { table, access }: { table: { id: string; accountId: AccountId }; access: TableAccess },
): Pick<VendedScope, 'tableId' | 'view' | 'ownerAccountId'> {
  const { id: tableId, accountId } = table
  const foreign = accountId !== caller.accountId && { ownerAccountId: accountId }
  return { tableId, view: governance.viewOf(access), ...foreign }
}

function mayBeVended(deps: Pick<Workings, 'identity'>, caller: Caller): Promise<boolean> {
  return deps.identity.allows(caller, { action: 'lakeformation:GetDataAccess', resource: '*' })
}

/** An unregistered place is the bucket owner's: what is vended is never more than S3 would give. */
export async function plainAccess(
  deps: Pick<Workings, 'identity' | 'storage'>,
  caller: Caller,
  { location, asked }: { location: string; asked: Access },
): Promise<Access | undefined> {
  if ((await deps.storage.bucketOwner(bucketOf(location))) !== caller.accountId) return undefined
  const resource = `arn:aws:s3:::${location.slice('s3://'.length)}/*`
  const may = (action: string) => deps.identity.allows(caller, { action, resource })
  if (!(await may('s3:GetObject'))) return undefined
  return asked === 'read-write' && (await may('s3:PutObject')) ? 'read-write' : 'read'
}

/**
 * What may be vended of a registered place. Where IAM alone decides it does in one account, and who
 * could not commit writes no files either.
 */
export async function vendedAccess(
  deps: Pick<Workings, 'identity' | 'region'>,
  caller: Caller,
  { ref, iamOnly, asked }: { ref: TableRef; iamOnly: boolean; asked: Access },
): Promise<Access | undefined> {
  if (!(await mayBeVended(deps, caller))) return undefined
  if (!iamOnly) return asked
  if (ref.accountId !== caller.accountId) return undefined
  if (asked !== 'read-write') return asked
  const resource = glueArns({ region: deps.region, ...ref }).at(-1) as string
  const commits = await deps.identity.allows(caller, { action: 'glue:UpdateTable', resource })
  return commits ? asked : 'read'
}
