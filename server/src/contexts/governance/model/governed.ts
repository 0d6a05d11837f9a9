import type { AccountId } from '../../identity/index.ts'
import type { Groups } from './groups.ts'
import { LayeredMap } from './layered-map.ts'
import { type EndingLicence, firstToEnd } from './licence.ts'
import { fieldNames, type GovernedTable } from './register.ts'
import type { RowAttachment } from './row-policy.ts'
import { mayReach, policyKey, type RowRule, rulesOn, savedKey } from './row-rules.ts'
import { markOf } from './sieve.ts'
import { type TagGroup, tagGroups } from './tag-inheritance.ts'
import { type Assignment, type Licence, type Turns, tagPair, type World } from './world.ts'

/** A table with all that a decision asks about it, worked out once for everybody who asks. */
export interface Governed {
  table: GovernedTable
  ownerId: AccountId
  /** Ids of all its columns. */
  columns: ReadonlySet<number>
  /** With those that are no more: whoever reads its files reads these as well. */
  everColumns: ReadonlySet<number>
  /** The same with the fields of structs, by which rows are chosen. */
  fields: ReadonlySet<number>
  groups: readonly TagGroup[]
  /** Every tag on any of its columns. */
  pairs: readonly string[]
  /** Of its id, its database's and its tags. */
  marks: readonly number[]
  /** Of its licences that have an end the one that ends first. */
  licence?: EndingLicence
  /** Policies on its rows, whomever they name; absent where there are none. */
  rules?: readonly RowRule[]
}

type GovernedTables = ReadonlyMap<string, Governed>

interface After {
  world: World
  assignments: Groups<Assignment>
  tablesOf: Groups<GovernedTable>
  licencesOf: Groups<Licence>
  attachments: Groups<RowAttachment>
}

/** Works out anew whatever the turns touch: a table, its licences, its tags, its database’s. */
export function governedAfter(before: GovernedTables, turns: Turns, after: After): GovernedTables {
  const touched = touchedTables(before, turns, after)
  if (touched.size === 0) return before
  return LayeredMap.over(before).with([...touched].map((id) => [id, governedIn(after, id)]))
}

function touchedTables(before: GovernedTables, turns: Turns, after: After): Set<string> {
  const { tablesOf } = after
  const touched = new Set(turns.tables.map(({ key }) => key))
  const databases = new Set(turns.databases.map(({ key }) => key))
  for (const { old, row } of turns.assignments)
    for (const assignment of [old, row]) {
      if (assignment === undefined) continue
      if (assignment.tableId === undefined) databases.add(assignment.databaseId)
      else touched.add(assignment.tableId)
    }
  for (const { old, row } of turns.licences) touched.add((old ?? (row as Licence)).tableId)
  for (const id of ruledTables(before, turns, after)) touched.add(id)
  for (const id of databases)
    for (const tableId of tablesOf.get(id)?.keys() ?? []) touched.add(tableId)
  return touched
}

/** Tables of which a policy, or what it is attached to, is another. */
function* ruledTables(before: GovernedTables, turns: Turns, after: After): Generator<string> {
  const keys = [
    ...turns.rowPolicies.map(({ key }) => policyKey(key)),
    ...turns.expressions.map(({ key }) => savedKey(key)),
  ]
  const named = keys.flatMap((key) => [...(after.attachments.get(key)?.values() ?? [])])
  const turned = turns.rowAttachments.flatMap(({ old, row }) => [old, row])
  for (const attachment of [...named, ...turned])
    if (attachment?.resource.kind === 'table') yield attachment.resource.tableId
    else if (attachment !== undefined)
      for (const [id, { ownerId, groups }] of before)
        if (ownerId === attachment.accountId && mayReach(attachment, groups)) yield id
}

function governedIn(
  { world, assignments, licencesOf, attachments }: After,
  tableId: string,
): Governed | undefined {
  const table = world.tables.get(tableId)
  const database = table && world.databases.get(table.databaseId)
  if (table === undefined || database === undefined) return undefined
  const groups = tagGroups(assignments, table)
  const tags = groups.flatMap((group) => [...group.tags])
  const pairs = [...new Set(tags.map(([key, { value }]) => tagPair(key, value)))]
  const licence = firstToEnd(licencesOf.get(tableId)?.values() ?? [])
  const ownerId = database.accountId
  const rules = rulesOn(world, attachments, { table, ownerId, groups })
  const columns = new Set(table.columns.map(({ id }) => id))
  return {
    table,
    ownerId,
    columns,
    everColumns: table.past ? columns.union(new Set(table.past)) : columns,
    fields: new Set(fieldNames(table.columns).map(([id]) => id)),
    groups,
    pairs,
    marks: [tableId, database.id, ...pairs].map(markOf),
    ...(licence && { licence }),
    ...(rules && { rules }),
  }
}
