import type { AccountId } from '../../contexts/identity/index.ts'
import { invalidRequest } from './errors.ts'
import { operation } from './operation.ts'

export const deprecateDataset = operation('deprecateDataset', async (deps, call) => {
  const { account, ...name } = call.params
  const { reason, goesAt, replacement } = call.body
  await deps.catalog.deprecateDataset(call.caller, {
    ...{ ...name, accountId: account as AccountId, reason },
    ...(goesAt && { goesAt: new Date(goesAt) }),
    ...(replacement && { replacement: refOf(replacement, account) }),
  })
  return { done: true }
})

const NAME = /^(?:(\d{12})\/)?([^.]+)\.([^./]+)$/

/** @throws portal-api.invalid-request */
function refOf(text: string, own: string) {
  const [, account = own, database, table] = NAME.exec(text) ?? []
  if (!database || !table)
    throw invalidRequest({ detail: `"${text}" is no "database.table" or "account/database.table"` })
  return { accountId: account as AccountId, database, table }
}
