import { namesById } from '../../contexts/catalog/index.ts'
import type { AccountId } from '../../contexts/identity/index.ts'
import type { DuckdbValue } from '../../foundation/duckdb.ts'
import { leftOutOf, typeText } from './dataset.ts'
import { operation } from './operation.ts'
import { predicateWords } from './predicate-words.ts'

export const previewDataset = operation('previewDataset', async (deps, { caller, params }) => {
  const { account, ...name } = params
  const ref = { ...name, accountId: account as AccountId }
  const { fields, rows, rowFilter, leftOut } = await deps.catalog.previewTable(caller, ref)
  const names = namesById({ fields })
  return {
    principal: caller.principalArn,
    columns: fields.map((field) => ({ name: field.name, type: typeText(field.type) })),
    rows: rows.map((row) => fields.map((field) => textOf(row[field.name] ?? null))),
    ...leftOutOf(leftOut),
    ...(rowFilter && { rowFilter: predicateWords(rowFilter, names) }),
  }
})

function textOf(value: DuckdbValue): string | null {
  if (value === null) return null
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
