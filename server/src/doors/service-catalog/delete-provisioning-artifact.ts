import {
  DeleteProvisioningArtifact$,
  type DeleteProvisioningArtifactInput,
  type DeleteProvisioningArtifactOutput,
} from '@aws-sdk/client-service-catalog'
import { catalogOperation } from './operation.ts'

export const deleteProvisioningArtifact = catalogOperation<
  DeleteProvisioningArtifactInput,
  DeleteProvisioningArtifactOutput
>({
  schema: DeleteProvisioningArtifact$,
  async run({ compute }, caller, { ProductId: productId, ProvisioningArtifactId: versionId }) {
    await compute.deleteVersion(caller, { productId, versionId })
    return {}
  },
})
