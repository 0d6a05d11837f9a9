import { GetTables$, type GetTablesRequest, type GetTablesResponse } from '@aws-sdk/client-glue'
import { invalidInput } from './errors.ts'
import { glueOperation } from './operation.ts'
import { pageOf } from './page.ts'
import { catalogOf, glueName } from './wire-names.ts'
import { wireTable } from './wire-table.ts'

// Glue API: Expression is a pattern over names; these letters cannot make a costly one.
const EXPRESSION = /^[\w.*|-]{1,200}$/

export const getTables = glueOperation<GetTablesRequest, GetTablesResponse>({
  schema: GetTables$,
  async run({ catalog }, caller, request) {
    const { CatalogId, DatabaseName, Expression } = request
    const ref = { accountId: catalogOf(caller, CatalogId), database: glueName(DatabaseName) }
    const named = matcher(Expression)
    const page = await catalog.describeTables(caller, { ...ref, ...pageOf(request) })
    const next = page.next === undefined ? {} : { NextToken: page.next }
    const tables = page.items.filter(({ table }) => named(table.name))
    return { TableList: tables.map(wireTable), ...next }
  },
})

function matcher(expression: string | undefined): (name: string) => boolean {
  if (!expression) return () => true
  if (!EXPRESSION.test(expression))
    throw invalidInput({ reason: `Expression "${expression}" is not understood` })
  const choices = expression.split('|').map((choice) => choice.split(/\.?\*+/))
  return (name) => choices.some((parts) => fits(name.toLowerCase(), parts))
}

/** Do `parts` come in `name` one after the other, the first and the last at its ends? */
function fits(name: string, parts: readonly string[]): boolean {
  const [first = '', ...rest] = parts
  const last = rest.pop()
  if (last === undefined) return name === first
  if (!name.startsWith(first)) return false
  let at = first.length
  for (const part of rest) {
    const found = name.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return name.length - last.length >= at && name.endsWith(last)
}
