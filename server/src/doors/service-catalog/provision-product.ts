import {
  ProvisionProduct$,
  type ProvisionProductInput,
  type ProvisionProductOutput,
} from '@aws-sdk/client-service-catalog'
import { catalogOperation } from './operation.ts'
import { idOrName, recordDetail } from './shapes.ts'

export const provisionProduct = catalogOperation<ProvisionProductInput, ProvisionProductOutput>({
  schema: ProvisionProduct$,
  async run({ compute }, caller, input, { requestId }) {
    const parameters = input.ProvisioningParameters ?? []
    const record = await compute.provisionProduct(caller, {
      product: idOrName('the product', input.ProductId, input.ProductName),
      artifact: { id: input.ProvisioningArtifactId, name: input.ProvisioningArtifactName },
      name: input.ProvisionedProductName,
      token: input.ProvisionToken ?? requestId,
      parameters: parameters.map(({ Key, Value }) => ({ key: Key ?? '', value: Value ?? '' })),
      tags: Object.fromEntries((input.Tags ?? []).map(({ Key, Value }) => [Key, Value])),
    })
    return { RecordDetail: recordDetail(record) }
  },
})
