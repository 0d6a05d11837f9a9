import {
  UpdateProvisionedProduct$,
  type UpdateProvisionedProductInput,
  type UpdateProvisionedProductOutput,
} from '@aws-sdk/client-service-catalog'
import { catalogOperation } from './operation.ts'
import { idOrName, recordDetail, tagsOf, versionAndPath } from './shapes.ts'

export const updateProvisionedProduct = catalogOperation<
  UpdateProvisionedProductInput,
  UpdateProvisionedProductOutput
>({
  schema: UpdateProvisionedProduct$,
  async run({ compute }, caller, input, { requestId }) {
    const { ProvisionedProductId: id, ProvisionedProductName: name } = input
    const parameters = input.ProvisioningParameters ?? []
    const record = await compute.updateProvisionedProduct(caller, {
      wanted: idOrName('the provisioned product', id, name),
      product: idOrName('the product', input.ProductId, input.ProductName),
      ...versionAndPath(input),
      token: input.UpdateToken ?? requestId,
      tags: tagsOf(input.Tags),
      parameters: parameters.map(({ Key = '', Value, UsePreviousValue }) => ({
        ...{ key: Key, value: Value, previous: UsePreviousValue === true },
      })),
    })
    return { RecordDetail: recordDetail(record) }
  },
})
