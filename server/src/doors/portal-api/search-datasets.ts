import type { DatasetSummary, Facet } from '@millrace/contract'
import { accountNames } from './account-names.ts'
import { columnsOf, describe, summaryOf } from './dataset.ts'
import { figuresOf } from './figures.ts'
import { operation } from './operation.ts'
import { visibleTables } from './visible-tables.ts'
import { whenRefused } from './when-refused.ts'

interface Found {
  summary: DatasetSummary
  text: string
}

/** Datasets by their words, tags and what the caller may do with them. */
export const searchDatasets = operation('searchDatasets', async (deps, { caller, query }) => {
  const accountOf = await accountNames(deps.identity)
  const tables = await visibleTables(deps, caller)
  const figures = await figuresOf(deps, caller, tables)
  const all = await Promise.all(
    tables.map(async ({ accountId: account, database, name: table }): Promise<Found[]> => {
      const asked = describe(deps, caller, { account, database, table })
      const described = await whenRefused(
        asked.then((one) => [one]),
        [],
      )
      return described.map((one) => {
        const summary = summaryOf(one, { accountOf, figures: figures(one.description.table) })
        const columns = columnsOf(one).map(({ name }) => name)
        const { documentation = '' } = one.description.table
        return {
          summary,
          text: [database, table, documentation, ...columns].join(' ').toLowerCase(),
        }
      })
    }),
  )
  const words = (query.q ?? '')
    .toLowerCase()
    .split(/[\s.]+/)
    .filter(Boolean)
  const matching = all
    .flat()
    .filter(({ text }) => words.every((word) => text.includes(word)))
    .map(({ summary }) => summary)
    .filter(({ access }) => !query.access || (access === 'none') === (query.access === 'none'))
  const chosen = matching.filter((one) => !query.tag || tagTexts(one).includes(query.tag))
  const start = Number(query.cursor ?? 0)
  const end = start + (query.limit ?? 50)
  return {
    items: chosen.slice(start, end),
    total: chosen.length,
    facets: facetsOf(matching),
    ...(end < chosen.length && { nextCursor: String(end) }),
  }
})

function tagTexts({ tags }: DatasetSummary): string[] {
  return tags.map(({ key, value }) => `${key}=${value}`)
}

function facetsOf(summaries: readonly DatasetSummary[]): Facet[] {
  const tags = summaries.flatMap((summary) => summary.tags)
  return [...Map.groupBy(tags, ({ key }) => key)].map(([key, ofKey]) => ({
    key,
    label: key,
    values: [...Map.groupBy(ofKey, ({ value }) => value)].map(([value, some]) => ({
      value,
      count: some.length,
    })),
  }))
}
