import { stat } from 'node:fs/promises'
import { setImmediate } from 'node:timers/promises'
import { unreadableContent } from '../errors.ts'
import type { ColumnType, FeedDefinition } from '../model/feed.ts'
import { type AvroContainer, openContainer } from './avro-container.ts'
import { type AvroField, type AvroType, avroFields } from './avro-schema.ts'
import { type Cursor, readRow } from './avro-values.ts'
import { firstBytes } from './first-bytes.ts'
import { CHUNK_CHARACTERS, rowsBytesMax, rowsSource, type TextRow, writeRows } from './row-file.ts'
import { type Opened, refusal } from './source.ts'
import { fits } from './strict-cast.ts'

/** Its fields have types already: those must fit the contract’s. What is nested is JSON. */
export async function openAvro(path: string, { columns }: FeedDefinition): Promise<Opened> {
  if ((await firstBytes(path)).length === 0) return refusal('empty', 'the file is empty')
  await using container = await openContainer(path)
  if (!container) return refusal('content', 'it is no Avro file')
  const fields = avroFields(container.schema)
  const types = new Map(fields.map(({ name, type }) => [name, type]))
  const odd = columns.find(({ name, type }) => !holds(types.get(name), type))
  if (odd)
    return refusal(
      'content',
      `column "${odd.name}" is ${nameOf(types.get(odd.name))} in the file and ${odd.type} in ` +
        'the contract',
    )
  const places = columns.map(({ name }) => fields.findIndex((field) => field.name === name))
  const charactersMax = rowsBytesMax((await stat(path)).size)
  const to = await writeRows(path, rowsOf(container, { fields, places, charactersMax }))
  const header = fields.map(({ name }) => name)
  return { source: rowsSource(to, { columns, header, headerLines: 0 }) }
}

/** Few at a time, by their number and by their length: others have their turn in between. */
async function* rowsOf(
  container: AvroContainer,
  of: { fields: readonly AvroField[]; places: readonly number[]; charactersMax: number },
): AsyncGenerator<TextRow[]> {
  const { fields, places, charactersMax } = of
  let all = 0
  for await (const { rows, bytes } of container.blocks()) {
    const cursor: Cursor = { bytes, at: 0, items: 0, characters: 0 }
    let [batch, characters]: [TextRow[], number] = [[], 0]
    for (let row = 0; row < rows; row += 1) {
      const texts = readRow(fields, cursor)
      batch.push({ cells: places.map((place) => texts[place] ?? null) })
      // What no column takes has to be read all the same.
      characters += cursor.characters
      if (batch.length < BATCH_ROWS && characters < CHUNK_CHARACTERS) continue
      yield batch
      all += characters
      if (all > charactersMax)
        throw unreadableContent({ reason: `its rows have more than ${charactersMax} characters` })
      await setImmediate()
      ;[batch, characters] = [[], 0]
    }
    yield batch
    if (cursor.at !== bytes.length)
      throw unreadableContent({ reason: 'a block has more bytes than its rows' })
  }
}

const BATCH_ROWS = 1000

/** DuckDB’s types for the rule that Parquet goes by too; a missing field is the header’s matter. */
function holds(type: AvroType | undefined, wanted: ColumnType): boolean {
  if (type === undefined) return true
  if (type.kind === 'union') return type.branches.every((branch) => holds(branch, wanted))
  return fits(duckdbTypeOf(type), wanted)
}

const DUCKDB_TYPES: Readonly<Record<string, string>> = {
  ...{ boolean: 'BOOLEAN', int: 'INTEGER', long: 'BIGINT', float: 'FLOAT', double: 'DOUBLE' },
  ...{ string: 'VARCHAR', enum: 'VARCHAR', uuid: 'VARCHAR', bytes: 'BLOB', fixed: 'BLOB' },
  ...{ record: 'JSON', array: 'JSON', map: 'JSON', date: 'DATE' },
}

function duckdbTypeOf(type: AvroType): string {
  const logical = 'logical' in type ? type.logical : undefined
  if (typeof logical === 'object') return `DECIMAL(${logical.precision},${logical.scale})`
  if (logical?.startsWith('local-')) return 'TIMESTAMP'
  if (logical?.startsWith('timestamp-')) return 'TIMESTAMP WITH TIME ZONE'
  return logical?.startsWith('time-') ? 'TIME' : (DUCKDB_TYPES[logical ?? type.kind] ?? 'BLOB')
}

function nameOf(type: AvroType | undefined): string {
  if (type === undefined) return 'null'
  if (type.kind === 'union') return `[${type.branches.map(nameOf).join(', ')}]`
  const logical = 'logical' in type ? type.logical : undefined
  if (typeof logical === 'object') return `decimal(${logical.precision}, ${logical.scale})`
  return logical ?? type.kind
}
