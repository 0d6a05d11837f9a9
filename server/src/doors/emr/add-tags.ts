import { AddTags$, type AddTagsInput, type AddTagsOutput } from '@aws-sdk/client-emr'
import { emrOperation } from './operation.ts'

export const addTags = emrOperation<AddTagsInput, AddTagsOutput>({
  schema: AddTags$,
  async run({ compute }, caller, { ResourceId, Tags }) {
    const tags = Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value]))
    const setting = { action: 'AddTags', tags } as const
    await compute.setCluster(caller, { clusterIds: [ResourceId], setting })
    return {}
  },
})
