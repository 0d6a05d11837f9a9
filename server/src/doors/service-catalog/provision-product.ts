import {
  ProvisionProduct$,
  type ProvisionProductInput,
  type ProvisionProductOutput,
} from '@aws-sdk/client-service-catalog'
import { catalogOperation } from './operation.ts'
import { idOrName, recordDetail, tagsOf, versionAndPath } from './shapes.ts'

export const provisionProduct = catalogOperation<ProvisionProductInput, ProvisionProductOutput>({
  schema: ProvisionProduct$,
  async run({ compute }, caller, input, { requestId }) {
    const parameters = input.ProvisioningParameters ?? []
    const record = await compute.provisionProduct(caller, {
      product: idOrName('the product', input.ProductId, input.ProductName),
      ...versionAndPath(input),
      name: input.ProvisionedProductName,
      token: input.ProvisionToken ?? requestId,
      parameters: parameters.map(({ Key, Value }) => ({ key: Key ?? '', value: Value ?? '' })),
      tags: tagsOf(input.Tags),
    })
    return { RecordDetail: recordDetail(record) }
  },
})
