import { ingestionOf } from './ingestion-of.ts'
import { operation } from './operation.ts'
import { wireKey } from './vendor-key-wire.ts'

export const createAgreement = operation('createAgreement', async (deps, call) => {
  const { endsAt, ...terms } = call.body
  const { id, key } = await ingestionOf(deps).createAgreement(call.caller, {
    ...terms,
    vendorId: call.params.id,
    ...(endsAt && { endsAt: new Date(endsAt) }),
  })
  return { id, ...(key && { key: wireKey(key, await deps.status()) }) }
})
