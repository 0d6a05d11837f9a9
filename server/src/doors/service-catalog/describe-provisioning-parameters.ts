import {
  DescribeProvisioningParameters$,
  type DescribeProvisioningParametersInput,
  type DescribeProvisioningParametersOutput,
} from '@aws-sdk/client-service-catalog'
import { pathOf } from '../../contexts/compute/index.ts'
import { catalogOperation } from './operation.ts'
import { constraintSummaries, idOrName, named } from './shapes.ts'

export const describeProvisioningParameters = catalogOperation<
  DescribeProvisioningParametersInput,
  DescribeProvisioningParametersOutput
>({
  schema: DescribeProvisioningParameters$,
  async run({ compute }, caller, input) {
    const product = await compute.getProduct(caller, {
      wanted: idOrName('the product', input.ProductId, input.ProductName),
      version: named(input.ProvisioningArtifactId, input.ProvisioningArtifactName),
      reading: 'DescribeProvisioningParameters',
    })
    const path = pathOf(product, named(input.PathId, input.PathName))
    return {
      ProvisioningArtifactParameters: product.parameters.map((parameter) => ({
        ParameterKey: parameter.key,
        DefaultValue: parameter.defaultValue,
        ParameterType: parameter.type,
        IsNoEcho: false,
        Description: parameter.description,
        ParameterConstraints: {
          AllowedValues: parameter.allowedValues && [...parameter.allowedValues],
          MinValue: parameter.range && String(parameter.range[0]),
          MaxValue: parameter.range && String(parameter.range[1]),
        },
      })),
      ConstraintSummaries: constraintSummaries(path),
      UsageInstructions: [],
      TagOptions: [],
    }
  },
})
