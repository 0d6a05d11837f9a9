import {
  DescribeProduct$,
  type DescribeProductInput,
  type DescribeProductOutput,
} from '@aws-sdk/client-service-catalog'
import { catalogOperation } from './operation.ts'
import { idOrName, offerView, versionView } from './shapes.ts'

export const describeProduct = catalogOperation<DescribeProductInput, DescribeProductOutput>({
  schema: DescribeProduct$,
  async run({ compute }, caller, { Id, Name }) {
    const wanted = idOrName('the product', Id, Name)
    const product = await compute.getProduct(caller, { wanted, reading: 'DescribeProduct' })
    return {
      ProductViewSummary: offerView(product),
      ProvisioningArtifacts: product.versions.map(versionView),
      LaunchPaths: product.paths.map(({ id, name }) => ({ Id: id, Name: name })),
    }
  },
})
