import {
  DeleteTableVersion$,
  type DeleteTableVersionRequest,
  type DeleteTableVersionResponse,
} from '@aws-sdk/client-glue'
import { glueOperation } from './operation.ts'
import { tableOf, versionOf } from './wire-names.ts'

export const deleteTableVersion = glueOperation<
  DeleteTableVersionRequest,
  DeleteTableVersionResponse
>({
  schema: DeleteTableVersion$,
  async run({ catalog }, caller, request) {
    const versions = [versionOf(request.VersionId)]
    const command = { ...tableOf(caller, request), versions, single: true }
    const [failure] = await catalog.deleteTableVersions(caller, command)
    if (failure) throw failure.error
    return {}
  },
})
