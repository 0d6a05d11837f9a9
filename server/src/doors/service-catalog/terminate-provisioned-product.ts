import {
  TerminateProvisionedProduct$,
  type TerminateProvisionedProductInput,
  type TerminateProvisionedProductOutput,
} from '@aws-sdk/client-service-catalog'
import { catalogOperation } from './operation.ts'
import { idOrName, recordDetail } from './shapes.ts'

export const terminateProvisionedProduct = catalogOperation<
  TerminateProvisionedProductInput,
  TerminateProvisionedProductOutput
>({
  schema: TerminateProvisionedProduct$,
  async run({ compute }, caller, input, { requestId }) {
    const { ProvisionedProductId, ProvisionedProductName, TerminateToken } = input
    const record = await compute.terminateProvisionedProduct(caller, {
      wanted: idOrName('the provisioned product', ProvisionedProductId, ProvisionedProductName),
      token: TerminateToken ?? requestId,
    })
    return { RecordDetail: recordDetail(record) }
  },
})
