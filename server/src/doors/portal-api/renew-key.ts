import { ingestionOf } from './ingestion-of.ts'
import { operation } from './operation.ts'
import { wireKey } from './vendor-key-wire.ts'

export const renewKey = operation('renewKey', async (deps, { caller, params, body }) => {
  const key = await ingestionOf(deps).renewKey(caller, { agreementId: params.id, ...body })
  return wireKey(key, await deps.status())
})
