import type { AccountId } from '../../contexts/identity/index.ts'
import { operation } from './operation.ts'
import { profileOf } from './wire-profile.ts'

export const getProfile = operation('getProfile', async (deps, { caller, params, query }) => {
  const { account, ...name } = params
  const { snapshot } = query
  const ref = { ...name, accountId: account as AccountId }
  const asked = { ...ref, ...(snapshot && { snapshotId: snapshot }) }
  return profileOf(await deps.catalog.getProfile(caller, asked))
})
