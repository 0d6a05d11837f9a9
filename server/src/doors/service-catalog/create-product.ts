import {
  CreateProduct$,
  type CreateProductInput,
  type CreateProductOutput,
} from '@aws-sdk/client-service-catalog'
import { catalogOperation } from './operation.ts'
import { checkType, publishedVersion } from './publishing-shapes.ts'
import { productDetail, tagsOf, tagView, versionDetail } from './shapes.ts'

export const createProduct = catalogOperation<CreateProductInput, CreateProductOutput>({
  schema: CreateProduct$,
  async run({ compute, region }, caller, input, { requestId }) {
    checkType(input.ProductType)
    const product = await compute.createProduct(caller, {
      name: input.Name,
      owner: input.Owner,
      description: input.Description,
      distributor: input.Distributor,
      support: {
        ...{ text: input.SupportDescription, email: input.SupportEmail, url: input.SupportUrl },
      },
      tags: tagsOf(input.Tags),
      version: publishedVersion(input.ProvisioningArtifactParameters),
      token: input.IdempotencyToken ?? requestId,
    })
    const [version] = product.versions.slice(-1)
    return {
      ProductViewDetail: productDetail(product, { region, accountId: caller.accountId }),
      ProvisioningArtifactDetail: version && versionDetail(version),
      Tags: tagView(product.tags),
    }
  },
})
