import { wireAdoption } from './adoption-wire.ts'
import { operation } from './operation.ts'

export const listAdoptions = operation('listAdoptions', async (deps, { caller, query }) => {
  const { cursor, limit } = query
  const { items, next } = await deps.catalog.listAdoptions(caller, {
    ...(cursor && { token: cursor }),
    ...(limit && { size: limit }),
  })
  return { items: items.map(wireAdoption), ...(next !== undefined && { nextCursor: next }) }
})
