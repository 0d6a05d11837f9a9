import type { Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { tagAccess } from '../model/tag-access.ts'
import type { Tag } from '../model/world.ts'
import { principalOf } from './rules.ts'

export function seenTag(
  { clock }: Pick<Workings, 'clock'>,
  snapshot: Snapshot,
  caller: Caller,
  tag: Tag,
): Tag | undefined {
  const question = {
    principal: principalOf(caller),
    at: clock().getTime(),
    use: 'permissions' as const,
    ownerId: tag.accountId,
    key: tag.key,
  }
  const values = tag.values.filter((value) => tagAccess(snapshot, { ...question, value }).size > 0)
  return values.length === 0 ? undefined : { ...tag, values }
}
