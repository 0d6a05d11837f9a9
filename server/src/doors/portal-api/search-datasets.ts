import type { Facet } from '@millrace/contract'
import type { FoundTables, SearchTables } from '../../contexts/catalog/index.ts'
import { accountNames } from './account-names.ts'
import { noticesOf, summaryOf } from './dataset.ts'
import { figuresOf } from './figures.ts'
import { numberCursor } from './number-cursor.ts'
import { operation } from './operation.ts'

/** Datasets by their words, tags and what the caller may do with them. */
export const searchDatasets = operation('searchDatasets', async (deps, { caller, query }) => {
  const from = numberCursor(query.cursor)
  const size = query.limit ?? 50
  const found = await deps.catalog.searchTables(caller, { ...searchOf(query), from, size })
  const tables = found.items.map(({ table }) => table)
  const [accountOf, figures, tags, notices] = await Promise.all([
    accountNames(deps.identity),
    figuresOf(deps, caller, tables),
    deps.governance.tagsOfTables(caller, { tableIds: tables.map(({ id }) => id) }),
    noticesOf(deps, caller, tables),
  ])
  return {
    items: found.items.map((description) =>
      summaryOf(
        { description, tags: tags.get(description.table.id) },
        {
          accountOf,
          figures: figures(description.table),
          notices: notices.get(description.table.id),
        },
      ),
    ),
    total: found.total,
    facets: facetsOf(found.tags),
    ...(from + size < found.total && { nextCursor: String(from + size) }),
  }
})

function searchOf(query: { q?: string; tag?: string; access?: string }): SearchTables {
  const [key = '', ...value] = query.tag?.split('=') ?? []
  return {
    text: query.q ?? '',
    ...(query.tag && { tag: { key, value: value.join('=') } }),
    ...(query.access && { readable: query.access !== 'none' }),
  }
}

function facetsOf(tags: FoundTables['tags']): Facet[] {
  return [...Map.groupBy(tags, ({ key }) => key)].map(([key, ofKey]) => ({
    key,
    label: key,
    values: ofKey.map(({ value, count }) => ({ value, count })),
  }))
}
