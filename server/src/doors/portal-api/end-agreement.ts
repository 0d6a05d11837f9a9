import { ingestionOf } from './ingestion-of.ts'
import { operation } from './operation.ts'

export const endAgreement = operation('endAgreement', async (deps, { caller, params, body }) => {
  const end = body.at === undefined ? {} : { endsAt: new Date(body.at) }
  await ingestionOf(deps).endAgreement(caller, { agreementId: params.id, ...end })
  return { done: true }
})
