import {
  DescribeProduct$,
  type DescribeProductInput,
  type DescribeProductOutput,
} from '@aws-sdk/client-service-catalog'
import { catalogOperation } from './operation.ts'
import { artifactView, idOrName, productView } from './shapes.ts'

export const describeProduct = catalogOperation<DescribeProductInput, DescribeProductOutput>({
  schema: DescribeProduct$,
  async run({ compute }, caller, { Id, Name }) {
    const wanted = idOrName('the product', Id, Name)
    const product = await compute.getProduct(caller, { wanted, reading: 'DescribeProduct' })
    const { path } = product
    return {
      ProductViewSummary: productView(product),
      ProvisioningArtifacts: [artifactView(product)],
      LaunchPaths: [{ Id: path.id, Name: path.name }],
    }
  },
})
