import {
  UpdateProvisioningArtifact$,
  type UpdateProvisioningArtifactInput,
  type UpdateProvisioningArtifactOutput,
} from '@aws-sdk/client-service-catalog'
import { invalidRequest } from '../shared/wire.ts'
import { catalogOperation } from './operation.ts'
import { versionDetail } from './shapes.ts'

export const updateProvisioningArtifact = catalogOperation<
  UpdateProvisioningArtifactInput,
  UpdateProvisioningArtifactOutput
>({
  schema: UpdateProvisioningArtifact$,
  async run({ compute }, caller, input) {
    const { ProductId: productId, ProvisioningArtifactId: versionId } = input
    const { Name, Description, Active, Guidance } = input
    const change = {
      ...(Name !== undefined && { name: Name }),
      ...(Description !== undefined && { description: Description }),
      ...(Active !== undefined && { active: Active }),
      ...(Guidance !== undefined && { guidance: guidanceOf(Guidance) }),
    }
    const version = await compute.updateVersion(caller, { productId, versionId, change })
    return {
      ProvisioningArtifactDetail: versionDetail(version),
      Info: { Template: JSON.stringify(version.template.document) },
      Status: 'AVAILABLE',
    }
  },
})

function guidanceOf(guidance: string): 'DEFAULT' | 'DEPRECATED' {
  if (guidance === 'DEFAULT' || guidance === 'DEPRECATED') return guidance
  throw invalidRequest({ problems: [`Guidance "${guidance}" is not DEFAULT or DEPRECATED`] })
}
