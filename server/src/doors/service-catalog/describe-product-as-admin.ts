import {
  DescribeProductAsAdmin$,
  type DescribeProductAsAdminInput,
  type DescribeProductAsAdminOutput,
} from '@aws-sdk/client-service-catalog'
import { catalogOperation } from './operation.ts'
import { idOrName, productDetail, tagView } from './shapes.ts'

export const describeProductAsAdmin = catalogOperation<
  DescribeProductAsAdminInput,
  DescribeProductAsAdminOutput
>({
  schema: DescribeProductAsAdmin$,
  async run({ compute, region }, caller, { Id, Name }) {
    const product = await compute.getOwnProduct(caller, idOrName('the product', Id, Name))
    return {
      ProductViewDetail: productDetail(product, { region, accountId: caller.accountId }),
      ProvisioningArtifactSummaries: product.versions.map(
        ({ id, name, description, createdAt }) => ({
          ...{ Id: id, Name: name, Description: description, CreatedTime: createdAt },
        }),
      ),
      ...{ Tags: tagView(product.tags), TagOptions: [], Budgets: [] },
    }
  },
})
