import {
  ListSupportedInstanceTypes$,
  type ListSupportedInstanceTypesInput,
  type ListSupportedInstanceTypesOutput,
} from '@aws-sdk/client-emr'
import { GIB, INSTANCE_TYPES } from '../../contexts/compute/index.ts'
import { emrOperation } from './operation.ts'

/** Facts that everybody may know. */
export const listSupportedInstanceTypes = emrOperation<
  ListSupportedInstanceTypesInput,
  ListSupportedInstanceTypesOutput
>({
  schema: ListSupportedInstanceTypes$,
  async run() {
    return {
      SupportedInstanceTypes: INSTANCE_TYPES.map(({ name, architecture, capacity }) => ({
        Type: name,
        MemoryGB: capacity.memoryBytes / GIB,
        StorageGB: capacity.diskBytes / GIB,
        VCPU: capacity.cpu,
        Is64BitsOnly: true,
        InstanceFamilyId: name.split('.')[0],
        EbsOptimizedAvailable: false,
        EbsOptimizedByDefault: false,
        NumberOfDisks: 1,
        EbsStorageOnly: false,
        Architecture: architecture,
      })),
    }
  },
})
