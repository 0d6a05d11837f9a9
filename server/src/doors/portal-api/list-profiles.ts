import type { AccountId } from '../../contexts/identity/index.ts'
import { numberCursor } from './number-cursor.ts'
import { operation } from './operation.ts'
import { profileOf } from './wire-profile.ts'

export const listProfiles = operation('listProfiles', async (deps, { caller, params, query }) => {
  const { account, ...name } = params
  const { cursor, limit } = query
  const { items, next } = await deps.catalog.listProfiles(caller, {
    ...name,
    accountId: account as AccountId,
    ...(cursor && { from: numberCursor(cursor) }),
    ...(limit && { size: limit }),
  })
  return { items: items.map(profileOf), ...(next !== undefined && { nextCursor: String(next) }) }
})
