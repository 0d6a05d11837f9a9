import {
  DescribeProvisioningParameters$,
  type DescribeProvisioningParametersInput,
  type DescribeProvisioningParametersOutput,
} from '@aws-sdk/client-service-catalog'
import { catalogOperation } from './operation.ts'
import { idOrName, LAUNCH } from './shapes.ts'

export const describeProvisioningParameters = catalogOperation<
  DescribeProvisioningParametersInput,
  DescribeProvisioningParametersOutput
>({
  schema: DescribeProvisioningParameters$,
  async run({ compute }, caller, input) {
    const { parameters } = await compute.getProduct(caller, {
      wanted: idOrName('the product', input.ProductId, input.ProductName),
      artifact: { id: input.ProvisioningArtifactId, name: input.ProvisioningArtifactName },
      reading: 'DescribeProvisioningParameters',
    })
    return {
      ProvisioningArtifactParameters: parameters.map((parameter) => ({
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
      ConstraintSummaries: [LAUNCH],
      UsageInstructions: [],
      TagOptions: [],
    }
  },
})
