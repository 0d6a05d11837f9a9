import { type Static, Type } from 'typebox'

const only = { additionalProperties: false }
const word = Type.String({ minLength: 1, maxLength: 255 })
const names = Type.Array(Type.String({ maxLength: 255 }), { maxItems: 1000 })
const include = Type.Object({ include: names }, only)
const exclude = Type.Object({ exclude: names }, only)
const inDatabase = { database: word }
const inTable = { database: word, table: word }
const policy = Type.Enum(['database-policy', 'table-policy'])

/** These columns, or all but these. */
export const ColumnChoice = Type.Union([include, exclude])
export type ColumnChoice = Static<typeof ColumnChoice>

/** All keys, and of each one of the values. */
export const Expression = Type.Array(
  Type.Object(
    {
      key: Type.String({ maxLength: 128 }),
      values: Type.Array(Type.String(), { maxItems: 50 }),
    },
    only,
  ),
  { maxItems: 50 },
)
export type Expression = Static<typeof Expression>

/** What a grant or a tag is on, by names within one catalog. */
export const Resource = Type.Union([
  Type.Object({ kind: Type.Literal('catalog') }, only),
  Type.Object({ kind: Type.Enum(['database', 'all-tables']), ...inDatabase }, only),
  Type.Object({ kind: Type.Literal('table'), ...inTable }, only),
  Type.Object({ kind: Type.Literal('columns'), ...inTable, ...include.properties }, only),
  Type.Object({ kind: Type.Literal('columns'), ...inTable, ...exclude.properties }, only),
  Type.Object({ kind: Type.Literal('filter'), ...inTable, filter: word }, only),
  Type.Object({ kind: Type.Literal('location'), location: Type.String({ maxLength: 2048 }) }, only),
  Type.Object(
    {
      kind: Type.Literal('tag'),
      key: Type.String({ maxLength: 128 }),
      values: Type.Array(Type.String({ maxLength: 256 }), { maxItems: 1000 }),
    },
    only,
  ),
  Type.Object({ kind: policy, expression: Expression }, only),
  Type.Object({ kind: policy, expressionName: word }, only),
  Type.Object({ kind: Type.Enum(['expression', 'row-policy']), name: word }, only),
])
export type Resource = Static<typeof Resource>
