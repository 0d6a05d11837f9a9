import { type Duckdb, type DuckdbValue, quoteName, quoteText } from '../../../foundation/duckdb.ts'
import type { Column, ColumnType } from '../model/feed.ts'
import type { Source } from './source.ts'
import { fits, strictCast } from './strict-cast.ts'

/** What the rows of a sample say of one column. */
export interface SampledColumn {
  name: string
  type: ColumnType
  rows: number
  nulls: number
  distinct: number
  examples: string[]
  /** Texts that stand for no value. */
  nullTexts: string[]
  why: string
}

const TYPES: readonly ColumnType[] = [
  ...(['int', 'long', 'double', 'date', 'timestamp', 'timestamptz', 'boolean'] as const),
]
/** What vendors write where there is no value. */
const NULL_TEXTS = ['NA', 'N/A', 'n/a', '#N/A', 'NULL', 'null', 'None', '\\N', 'nan', 'NaN', '-']
const EXAMPLES_MAX = 5
const EXAMPLE_CHARACTERS_MAX = 60
const COLUMNS_MAX = 500
const ROWS_MAX = 100_000

/** Types that every value of the sample has, strictly as the feed would read them. */
export async function sampledColumns(db: Duckdb, source: Source): Promise<SampledColumn[]> {
  const columns: SampledColumn[] = []
  const where = source.broken === undefined ? 'true' : `(${source.broken}) IS NULL`
  const rows = `(SELECT ${source.header
    .slice(0, COLUMNS_MAX)
    .map((name, at) => `${source.value(name).sql} AS c${at}`)
    .join(', ')} FROM ${source.rows} WHERE ${where} LIMIT ${ROWS_MAX})`
  await db.run(`CREATE OR REPLACE TEMP TABLE sampled AS SELECT * FROM ${rows}`)
  for (const [at, name] of source.header.slice(0, COLUMNS_MAX).entries())
    columns.push(await sampled(db, { name, cell: `c${at}`, from: source.value(name).type }))
  return columns
}

interface Cell {
  name: string
  cell: string
  /** DuckDB’s type of it. */
  from: string
}

async function sampled(db: Duckdb, of: Cell): Promise<SampledColumn> {
  const { name, cell, from } = of
  const nullTexts = from === 'VARCHAR' ? await nullTextsOf(db, cell) : []
  const value = nullTexts.length === 0 ? cell : `nullif_texts`
  const texts = nullTexts.map(quoteText).join(', ')
  const rows =
    nullTexts.length === 0
      ? 'sampled'
      : `(SELECT CASE WHEN ${cell} NOT IN (${texts}) THEN ${cell} END AS ${value} FROM sampled)`
  const [told] = await db.rows(`SELECT count(*)::DOUBLE AS rows,
    count(${value})::DOUBLE AS there, count(DISTINCT ${value})::DOUBLE AS kinds,
    bool_or(regexp_matches(${value}::VARCHAR, '^-?0[0-9]')) AS zeros,
    ${TYPES.map((type, at) => `${badOf(type, { cell: value, from })} AS bad${at}`).join(', ')}
    FROM ${rows}`)
  const examples = await db.rows(`SELECT left(${value}::VARCHAR, ${EXAMPLE_CHARACTERS_MAX}) AS text
    FROM ${rows} WHERE ${value} IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1
    LIMIT ${EXAMPLES_MAX}`)
  const there = Number(told?.there ?? 0)
  const counts = { rows: Number(told?.rows ?? 0), distinct: Number(told?.kinds ?? 0) }
  return {
    ...{ name, nullTexts, ...counts, nulls: counts.rows - there },
    examples: examples.map(({ text }) => String(text)),
    ...typeOf(told ?? {}, { there, from }),
  }
}

/** How many values would be others in that type. */
function badOf(type: ColumnType, { cell, from }: Omit<Cell, 'name'>): string {
  if (!fits(from, type)) return `count(${cell})::DOUBLE`
  const cast = strictCast({ sql: cell, type: from }, type)
  return `count(*) FILTER (WHERE ${cell} IS NOT NULL AND ${cast} IS NULL)::DOUBLE`
}

function typeOf(
  told: Record<string, DuckdbValue>,
  { there, from }: { there: number; from: string },
): Pick<SampledColumn, 'type' | 'why'> {
  if (there === 0) return { type: 'string', why: 'no row of the sample has a value' }
  const bad = (type: ColumnType) => Number(told[`bad${TYPES.indexOf(type)}`] ?? there)
  if (told.zeros === true && bad('long') === 0)
    return { type: 'string', why: 'numbers begin with 0, which a number would lose' }
  const type = TYPES.find((one) => bad(one) === 0) ?? 'string'
  if (type !== 'string') return { type, why: `all ${there} values are of it` }
  if (from !== 'VARCHAR') return { type, why: `the file has it as ${from}` }
  const near = TYPES.filter((one) => bad(one) > 0 && bad(one) <= there / 20)
  const close = near[0] && `; ${there - bad(near[0])} of ${there} would be ${near[0]}`
  return { type, why: `values are texts${close ?? ''}` }
}

/** Texts like `NA` where all else is of one type: they stand for no value. */
async function nullTextsOf(db: Duckdb, cell: string): Promise<string[]> {
  const texts = NULL_TEXTS.map(quoteText).join(', ')
  const found = await db.rows(`SELECT DISTINCT ${cell} AS text FROM sampled
    WHERE ${cell} IN (${texts}) ORDER BY 1`)
  if (found.length === 0) return []
  const typed = TYPES.map((type) => {
    const cast = strictCast({ sql: cell, type: 'VARCHAR' }, type)
    return `count(*) FILTER (WHERE ${cell} NOT IN (${texts}) AND ${cast} IS NULL)`
  })
  const [told] = await db.rows(`SELECT least(${typed.join(', ')})::DOUBLE AS bad,
    count(*) FILTER (WHERE ${cell} NOT IN (${texts}))::DOUBLE AS there FROM sampled`)
  const meant = Number(told?.bad) === 0 && Number(told?.there) > 0
  return meant ? found.map(({ text }) => String(text)) : []
}

export interface FoundKey {
  key: string[]
  why: string
}

const KEY_COLUMNS_MAX = 12
const NAMING = /(^|_)(id|key|code|no|nr|ticker|symbol|isin|cusip|figi|sedol)$/i
const MEASURES: readonly ColumnType[] = ['int', 'long']

/** The fewest columns that tell all rows apart; measures only where nothing else does. */
export async function foundKey(
  db: Duckdb,
  columns: readonly SampledColumn[],
): Promise<FoundKey | undefined> {
  const rows = columns[0]?.rows ?? 0
  if (rows < 2) return undefined
  const cells = columns
    .map((column, at) => ({ ...column, cell: `c${at}` }))
    .filter(({ nulls, type }) => nulls === 0 && type !== 'double' && type !== 'boolean')
    .slice(0, KEY_COLUMNS_MAX)
  const naming = cells.filter(({ name, type }) => !MEASURES.includes(type) || NAMING.test(name))
  for (const choice of [...choices(naming), ...choices(cells)]) {
    const names = choice.map(({ cell }) => quoteName(cell)).join(', ')
    const [told] = await db.rows(`SELECT count(DISTINCT (${names}))::DOUBLE AS kinds FROM sampled`)
    if (Number(told?.kinds) === rows) {
      const key = choice.map(({ name }) => name)
      return { key, why: `no two of ${rows} rows have the same ${key.join(' and ')}` }
    }
  }
  return undefined
}

/** One column, then two, then three. */
function* choices<Item>(items: readonly Item[]): Generator<Item[]> {
  for (const one of items) yield [one]
  for (const [at, one] of items.entries())
    for (const other of items.slice(at + 1)) yield [one, other]
  for (const [at, one] of items.entries())
    for (const [next, other] of items.slice(at + 1).entries())
      for (const third of items.slice(at + next + 2)) yield [one, other, third]
}

export function columnOf({ name, type }: SampledColumn): Column {
  return { name, type }
}
