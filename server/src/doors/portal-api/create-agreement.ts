import { ingestionOf } from './ingestion-of.ts'
import { operation } from './operation.ts'

export const createAgreement = operation('createAgreement', async (deps, call) => {
  const { endsAt, ...terms } = call.body
  const { id } = await ingestionOf(deps).createAgreement(call.caller, {
    ...terms,
    vendorId: call.params.id,
    ...(endsAt && { endsAt: new Date(endsAt) }),
  })
  return { id }
})
