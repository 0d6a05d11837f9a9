import type { AccountId, Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { notFound } from '../errors.ts'
import { demandTag } from '../model/tag-changes.ts'
import type { Tag } from '../model/world.ts'
import { actOf } from '../steps/act.ts'
import { rulesFor } from '../steps/rules.ts'
import { seenTag } from '../steps/seen-tag.ts'

/** The tag with the values that the caller may see. @see Lake Formation `GetLFTag` */
export async function getTag(
  deps: Workings,
  caller: Caller,
  query: { catalogId: AccountId; key: string },
): Promise<Tag> {
  await deps.identity.demand(caller, { action: 'lakeformation:GetLFTag', resource: '*' })
  const snapshot = await rulesFor(deps, [caller.accountId, query.catalogId])
  const on = { ...query, permission: 'DESCRIBE' as const }
  const tag = demandTag(snapshot, actOf(deps, caller), on)
  const visible = seenTag(deps, snapshot, caller, tag)
  if (visible === undefined) throw notFound({ resource: `tag ${tag.key}` })
  return visible
}
