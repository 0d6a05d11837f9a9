import type { Caller } from '../../identity/index.ts'
import { invalidUpdate } from '../errors.ts'
import type { TableRef } from '../model/face.ts'
import { currentSchema } from '../model/metadata.ts'
import type { Schema } from '../model/schema.ts'
import type { TableUpdate } from '../model/table-update.ts'
import { openTable } from '../steps/gates.ts'
import type { Workings } from '../workings.ts'
import { commitTable } from './commit-table.ts'

export interface DescribeDataset extends TableRef {
  /** One sentence, for lists. */
  summary?: string
  /** Who is asked about it. */
  owner?: string
  /** By column; an empty text takes a description away. */
  columns?: Readonly<Record<string, string>>
  /** An empty text takes a property away. */
  properties?: Readonly<Record<string, string>>
}

const LETTERS_MAX = 2000

/**
 * Replaces some of what a table says of itself, as engines say it too: its `comment`, its `owner`,
 * comments of columns, and properties.
 *
 * @throws catalog.no-such-table, catalog.invalid-update, as `commitTable`
 */
export async function describeDataset(
  deps: Workings,
  caller: Caller,
  { summary, owner, columns = {}, properties = {}, ...ref }: DescribeDataset,
): Promise<void> {
  const said = { ...properties, ...named('comment', summary), ...named('owner', owner) }
  for (const text of [...Object.values(said), ...Object.values(columns)])
    if (text.length > LETTERS_MAX)
      throw invalidUpdate({ reason: `a text has more than ${LETTERS_MAX} letters` })
  const gate = { action: 'glue:UpdateTable', permissions: ['ALTER'] as const }
  const { table } = await openTable(deps, caller, ref, gate)
  const schema = currentSchema(await deps.files.read(table.metadataLocation))
  const updates = [...propertyUpdates(said), ...schemaUpdates(schema, columns)]
  if (updates.length === 0) return
  // Two people may describe two columns at once: the later one is asked to look again.
  const requirements = [
    { type: 'assert-current-schema-id', 'current-schema-id': schema['schema-id'] } as const,
  ]
  await commitTable(deps, caller, { ...ref, requirements, updates })
}

function named(name: string, text: string | undefined): Record<string, string> {
  return text === undefined ? {} : { [name]: text }
}

function propertyUpdates(said: Readonly<Record<string, string>>): TableUpdate[] {
  const updates = Object.fromEntries(Object.entries(said).filter(([, text]) => text !== ''))
  const removals = Object.keys(said).filter((name) => said[name] === '')
  return [
    ...(Object.keys(updates).length > 0 ? [{ action: 'set-properties', updates } as const] : []),
    ...(removals.length > 0 ? [{ action: 'remove-properties', removals } as const] : []),
  ]
}

/** The schema with other comments is a schema of its own. @throws catalog.invalid-update */
function schemaUpdates(schema: Schema, columns: Readonly<Record<string, string>>): TableUpdate[] {
  const names = new Set(schema.fields.map(({ name }) => name))
  for (const name of Object.keys(columns))
    if (!names.has(name)) throw invalidUpdate({ reason: `there is no column "${name}"` })
  if (Object.keys(columns).length === 0) return []
  const fields = schema.fields.map(({ doc: before, ...field }) => {
    const doc = Object.hasOwn(columns, field.name) ? columns[field.name] : before
    return doc ? { ...field, doc } : field
  })
  return [
    { action: 'add-schema', schema: { ...schema, fields } },
    { action: 'set-current-schema', 'schema-id': -1 },
  ]
}
