import { isDeepStrictEqual } from 'node:util'
import type { AccountId } from '../../identity/index.ts'
import {
  alreadyExists,
  changedMeanwhile,
  denied,
  inField,
  invalidInput,
  limitExceeded,
  notFound,
} from '../errors.ts'
import { FILTER_TEXT_LENGTH_MAX, ROW_POLICIES_PER_ACCOUNT_MAX } from './decisions.ts'
import { parseFilter } from './filter-text.ts'
import type { Act } from './grant-changes.ts'
import type { Permission } from './permission.ts'
import { declaredColumn } from './policy-column.ts'
import { administers } from './reach.ts'
import type { GovernedTable } from './register.ts'
import type { PolicyColumn, RowPolicy } from './row-policy.ts'
import { rowPolicyAccess } from './row-policy-access.ts'
import { policyKey, rowsIn } from './row-rules.ts'
import type { Snapshot } from './snapshot.ts'
import { type Change, keyOf } from './world.ts'

export interface RowPolicyName {
  catalogId: AccountId
  name: string
}

export interface RowPolicyCommand extends RowPolicyName {
  columns: readonly PolicyColumn[]
  text: string
  /** Of an update: what was read, which it must still be. */
  was?: Pick<RowPolicy, 'columns' | 'text'>
}

const NAME = /^[^\p{Cc}]{1,255}$/u // Lake Formation API: NameString.

/** D-18: only administrators make policies, as no permission for it is in the API. */
export function createdRowPolicy(
  snapshot: Snapshot,
  act: Act,
  command: RowPolicyCommand,
): Change[] {
  const { catalogId } = command
  const { principal } = act
  if (principal.accountId !== catalogId || !administers(snapshot, principal, 'admin'))
    throw denied({ permission: 'data lake administrator', resource: 'Catalog' })
  const row = rowOf(command)
  const key = keyOf.rowPolicy(catalogId, row.name)
  const { rowPolicies } = snapshot.world
  if (rowPolicies.has(key)) throw alreadyExists({ resource: `RLS policy "${row.name}"` })
  const own = [...rowPolicies.values()].filter(({ accountId }) => accountId === catalogId)
  if (own.length >= ROW_POLICIES_PER_ACCOUNT_MAX)
    throw limitExceeded({ limit: `More than ${ROW_POLICIES_PER_ACCOUNT_MAX} RLS policies` })
  return [{ of: 'rowPolicies', key, row }]
}

/** Takes effect at once wherever it is attached; a table that it would not fit refuses it. */
export function updatedRowPolicy(
  snapshot: Snapshot,
  act: Act,
  command: RowPolicyName & Partial<RowPolicyCommand> & { text: string },
): Change[] {
  const old = demandRowPolicy(snapshot, act, { ...command, permission: 'ALTER' })
  if (command.was && !isWhatWasRead(old, command.was))
    throw changedMeanwhile({ resource: `RLS policy "${old.name}"` })
  const row = rowOf({ columns: old.columns, ...command })
  const key = keyOf.rowPolicy(old.accountId, old.name)
  for (const { resource } of snapshot.attachments.get(policyKey(key))?.values() ?? []) {
    const table = resource.kind === 'table' && snapshot.world.tables.get(resource.tableId)
    if (table) demandFits(row, table)
  }
  return [{ of: 'rowPolicies', key, row }]
}

function isWhatWasRead(
  { columns, text }: RowPolicy,
  was: NonNullable<RowPolicyCommand['was']>,
): boolean {
  const plain = (all: readonly PolicyColumn[]) => all.map(({ name, type }) => [name, type])
  return was.text.trim() === text && isDeepStrictEqual(plain(was.columns), plain(columns))
}

/** Wherever it was attached it is no more, and what it closed is open then. */
export function deletedRowPolicy(snapshot: Snapshot, act: Act, command: RowPolicyName): Change[] {
  const { accountId, name } = demandRowPolicy(snapshot, act, { ...command, permission: 'DROP' })
  const key = keyOf.rowPolicy(accountId, name)
  const attached = [...(snapshot.attachments.get(policyKey(key))?.keys() ?? [])]
  const granted = [...snapshot.world.grants.values()].filter(
    ({ catalogId, resource }) =>
      catalogId === accountId && resource.kind === 'row-policy' && resource.name === name,
  )
  return [
    ...attached.map((id): Change => ({ of: 'rowAttachments', key: id, row: undefined })),
    ...granted.map(({ id }): Change => ({ of: 'grants', key: id, row: undefined })),
    { of: 'rowPolicies', key, row: undefined },
  ]
}

/** The policy, for who may do that with it. @throws governance.not-found, governance.denied */
export function demandRowPolicy(
  snapshot: Snapshot,
  act: Pick<Act, 'principal' | 'now'>,
  on: RowPolicyName & { permission: Permission },
): RowPolicy {
  const { catalogId, permission } = on
  const name = on.name.toLowerCase()
  const resource = `RLS policy ${name}`
  const question = { principal: act.principal, at: act.now.getTime(), ownerId: catalogId, name }
  const held = rowPolicyAccess(snapshot, { ...question, use: 'permissions' })
  const policy = snapshot.world.rowPolicies.get(keyOf.rowPolicy(catalogId, name))
  if (policy === undefined || held.size === 0) throw notFound({ resource })
  if (!held.has(permission)) throw denied({ permission, resource })
  return policy
}

/** @throws governance.invalid-input where the table has not the columns that the policy reads */
export function demandFits(policy: RowPolicy, table: GovernedTable): void {
  if (table.link) throw invalidInput({ reason: 'A resource link has no RLS policies' })
  try {
    rowsIn(policy, table)
  } catch (error) {
    if (!invalidInput.matches(error)) throw error
    const why = (error as Error).message
    throw invalidInput(
      { reason: `RLS policy "${policy.name}" does not fit table "${table.name}": ${why}` },
      { cause: error },
    )
  }
}

function rowOf({ catalogId, name, columns, text }: RowPolicyCommand): RowPolicy {
  if (!NAME.test(name))
    throw invalidInput({ reason: `Invalid RLS policy name "${name}"`, field: 'name' })
  if (text.length > FILTER_TEXT_LENGTH_MAX)
    throw invalidInput({
      reason: 'The filter expression must be shorter than 2048 characters',
      field: 'rows',
    })
  const names = columns.map((column) => column.name.toLowerCase())
  const twice = names.find((one, at) => names.indexOf(one) < at)
  if (twice !== undefined)
    throw invalidInput({ reason: `AttachmentColumns has "${twice}" twice`, field: 'columns' })
  const declared = inField('columns', () => columns.map(declaredColumn))
  // Columns that are not declared are unknown to it, and so is what is no part of the language.
  inField('rows', () => parseFilter(text, declared))
  return { accountId: catalogId, name: name.toLowerCase(), columns, text: text.trim() }
}
