import {
  CreateProvisioningArtifact$,
  type CreateProvisioningArtifactInput,
  type CreateProvisioningArtifactOutput,
} from '@aws-sdk/client-service-catalog'
import { catalogOperation } from './operation.ts'
import { publishedVersion } from './publishing-shapes.ts'
import { versionDetail } from './shapes.ts'

export const createProvisioningArtifact = catalogOperation<
  CreateProvisioningArtifactInput,
  CreateProvisioningArtifactOutput
>({
  schema: CreateProvisioningArtifact$,
  async run({ compute }, caller, input, { requestId }) {
    const version = await compute.addVersion(caller, {
      productId: input.ProductId,
      version: publishedVersion(input.Parameters),
      token: input.IdempotencyToken ?? requestId,
    })
    return {
      ProvisioningArtifactDetail: versionDetail(version),
      Info: { Template: JSON.stringify(version.template.document) },
      Status: 'AVAILABLE',
    }
  },
})
