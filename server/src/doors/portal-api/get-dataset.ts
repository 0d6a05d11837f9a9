import { namesById } from '../../contexts/catalog/index.ts'
import { accountNames } from './account-names.ts'
import { columnsOf, describe, noticesOf, summaryOf } from './dataset.ts'
import { figuresOf } from './figures.ts'
import { operation } from './operation.ts'
import { predicateWords } from './predicate-words.ts'

export const getDataset = operation('getDataset', async (deps, { caller, params }) => {
  const described = await describe(deps, caller, params)
  const { table, schema, access, mayDocument, properties, texts } = described.description
  const columns = columnsOf(described)
  const names = namesById(schema)
  const { rowFilter } = access
  return {
    ...summaryOf(described, {
      accountOf: await accountNames(deps.identity),
      figures: (await figuresOf(deps, caller, [table]))(table),
      notices: (await noticesOf(deps, caller, [table])).get(table.id),
    }),
    columns,
    ...(rowFilter && { rowFilter: predicateWords(rowFilter, names) }),
    ...(table.documentation && { documentation: { markdown: table.documentation } }),
    ...(properties.licence && { licence: properties.licence }),
    ...(properties.simulated === 'true' && { simulated: true }),
    ...(texts && { texts: texts.map(({ dialect, sql }) => ({ dialect, sql })) }),
    properties: otherProperties(properties),
    location: table.location,
    createdAt: table.createdAt.toISOString(),
    mayDocument,
  }
})

const SAID_ELSEWHERE: readonly string[] = ['comment', 'owner', 'licence', 'simulated']

function otherProperties(properties: Record<string, string>): Record<string, string> {
  const others = Object.entries(properties).filter(([name]) => !SAID_ELSEWHERE.includes(name))
  return Object.fromEntries(others)
}
