import { RemoveTags$, type RemoveTagsInput, type RemoveTagsOutput } from '@aws-sdk/client-emr'
import { emrOperation } from './operation.ts'

export const removeTags = emrOperation<RemoveTagsInput, RemoveTagsOutput>({
  schema: RemoveTags$,
  async run({ compute }, caller, { ResourceId, TagKeys: tagKeys }) {
    const setting = { action: 'RemoveTags', tagKeys } as const
    await compute.setCluster(caller, { clusterIds: [ResourceId], setting })
    return {}
  },
})
