import type { AccountId } from '../../contexts/identity/index.ts'
import { typeText } from './dataset.ts'
import { operation } from './operation.ts'

export const getProfile = operation('getProfile', async (deps, { caller, params, query }) => {
  const { account, ...name } = params
  const { snapshot } = query
  const ref = { ...name, accountId: account as AccountId }
  const asked = { ...ref, ...(snapshot && { snapshotId: snapshot }) }
  const { columns, committedAt, madeAt, ...facts } = await deps.catalog.getProfile(caller, asked)
  return {
    ...facts,
    committedAt: committedAt.toISOString(),
    madeAt: madeAt.toISOString(),
    columns: columns.map(({ field, profile: { id: _id, ...figures } }) => ({
      ...{ name: field.name, type: typeText(field.type) },
      ...figures,
    })),
  }
})
