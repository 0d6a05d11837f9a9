import { operation } from './operation.ts'
import { visibleTables } from './visible-tables.ts'

/** Anything by its name; kinds join as their contexts do. */
export const search = operation('search', async (deps, { caller, query }) => {
  const words = query.q
    .toLowerCase()
    .split(/[\s.]+/)
    .filter(Boolean)
  const tables = await visibleTables(deps, caller)
  const hits = tables
    .map(({ accountId, database, name }) => ({
      kind: 'dataset' as const,
      title: `${database}.${name}`,
      path: `/datasets/${accountId}/${encodeURIComponent(database)}/${encodeURIComponent(name)}`,
    }))
    .filter(({ title }) => words.every((word) => title.toLowerCase().includes(word)))
  return { items: hits.slice(0, query.limit ?? 50) }
})
