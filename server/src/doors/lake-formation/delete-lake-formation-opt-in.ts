import {
  DeleteLakeFormationOptIn$,
  type DeleteLakeFormationOptInRequest,
  type DeleteLakeFormationOptInResponse,
} from '@aws-sdk/client-lakeformation'
import { lakeFormationOperation } from './operation.ts'
import { optInCommand } from './wire-opt-in.ts'

export const deleteLakeFormationOptIn = lakeFormationOperation<
  DeleteLakeFormationOptInRequest,
  DeleteLakeFormationOptInResponse
>({
  schema: DeleteLakeFormationOptIn$,
  async run({ governance }, caller, input) {
    await governance.deleteOptIn(caller, optInCommand(caller, input))
    return {}
  },
})
