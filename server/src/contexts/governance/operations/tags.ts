import type { AccountId, Caller } from '../../identity/index.ts'
import type { Workings } from '../deps.ts'
import { notFound } from '../errors.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { tagAccess } from '../model/tag-access.ts'
import {
  createdTag,
  deletedTag,
  demandTag,
  type TagCommand,
  updatedTag,
} from '../model/tag-changes.ts'
import { foldTag } from '../model/tag-expression.ts'
import type { Tag } from '../model/world.ts'
import { type Changed, changeRules } from '../rule-change.ts'
import { principalOf, rulesFor } from './demand.ts'
import { actOf, type DryRun } from './grant-permissions.ts'

/**
 * @throws governance.denied, governance.invalid-input (also for a key that is there, D-14)
 * @see Lake Formation `CreateLFTag`
 */
export async function createTag(
  deps: Workings,
  caller: Caller,
  command: TagCommand,
): Promise<void> {
  await rulesFor(deps, [caller.accountId])
  await changeRules(deps, caller, {
    action: 'lakeformation:CreateLFTag',
    record: 'governance.tag-created',
    resource: `tag ${foldTag(command.key)}`,
    detail: { values: command.values },
    plan: (snapshot) => createdTag(snapshot, actOf(deps, caller), command),
  })
}

/** @see Lake Formation `UpdateLFTag` */
export async function updateTag(
  deps: Workings,
  caller: Caller,
  command: {
    catalogId: AccountId
    key: string
    add: readonly string[]
    remove: readonly string[]
  } & DryRun,
): Promise<Changed> {
  return changeRules(deps, caller, {
    action: 'lakeformation:UpdateLFTag',
    record: 'governance.tag-updated',
    resource: `tag ${foldTag(command.key)}`,
    detail: { add: command.add, remove: command.remove },
    plan: (snapshot) => updatedTag(snapshot, actOf(deps, caller), command),
    ...(command.dryRun ? { dryRun: true } : {}),
  })
}

/** @see Lake Formation `DeleteLFTag` */
export async function deleteTag(
  deps: Workings,
  caller: Caller,
  command: { catalogId: AccountId; key: string } & DryRun,
): Promise<Changed> {
  return changeRules(deps, caller, {
    action: 'lakeformation:DeleteLFTag',
    record: 'governance.tag-deleted',
    resource: `tag ${foldTag(command.key)}`,
    plan: (snapshot) => deletedTag(snapshot, actOf(deps, caller), command),
    ...(command.dryRun ? { dryRun: true } : {}),
  })
}

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
  const visible = seen(deps, snapshot, caller, tag)
  if (visible === undefined) throw notFound({ resource: query.key })
  return visible
}

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
    .flatMap((tag) => seen(deps, snapshot, caller, tag) ?? [])
    .sort((one, other) => (tagOrder(one) < tagOrder(other) ? -1 : 1))
}

const tagOrder = ({ accountId, key }: Tag) => `${accountId}|${key}`

function seen(
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
