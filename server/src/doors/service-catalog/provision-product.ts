import {
  ProvisionProduct$,
  type ProvisionProductInput,
  type ProvisionProductOutput,
} from '@aws-sdk/client-service-catalog'
import { catalogOperation } from './operation.ts'
import { idOrName, named, recordDetail, tagsOf } from './shapes.ts'

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

function versionAndPath(input: {
  ProvisioningArtifactId?: string | undefined
  ProvisioningArtifactName?: string | undefined
  PathId?: string | undefined
  PathName?: string | undefined
}) {
  const { ProvisioningArtifactId: id, ProvisioningArtifactName: name, PathId, PathName } = input
  const version = id === undefined && name === undefined ? {} : { version: named(id, name) }
  return { ...version, path: named(PathId, PathName) }
}
