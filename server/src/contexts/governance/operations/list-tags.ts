import type { AccountId, Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import type { Tag } from '../model/world.ts'
import { rulesFor } from '../steps/rules.ts'
import { seenTag } from '../steps/seen-tag.ts'

/** Own tags, or with `shared` those of other accounts too. @see Lake Formation `ListLFTags` */
export async function listTags(
  deps: Workings,
  caller: Caller,
  query: { catalogId: AccountId; shared: 'ALL' | 'FOREIGN' | 'OWN' },
): Promise<Tag[]> {
  await deps.identity.demand(caller, { action: 'lakeformation:ListLFTags', resource: '*' })
  const snapshot = await rulesFor(deps, [caller.accountId, query.catalogId])
  const wanted = [...snapshot.world.tags.values()].filter(({ accountId }) => {
    if (query.shared === 'ALL') return true
    return (accountId === query.catalogId) === (query.shared === 'OWN')
  })
  return wanted
    .flatMap((tag) => seenTag(deps, snapshot, caller, tag) ?? [])
    .sort((one, other) => (tagOrder(one) < tagOrder(other) ? -1 : 1))
}

const tagOrder = ({ accountId, key }: Tag) => `${accountId}|${key}`
