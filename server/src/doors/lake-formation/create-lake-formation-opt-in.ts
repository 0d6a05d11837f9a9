import {
  CreateLakeFormationOptIn$,
  type CreateLakeFormationOptInRequest,
  type CreateLakeFormationOptInResponse,
} from '@aws-sdk/client-lakeformation'
import { lakeFormationOperation } from './operation.ts'
import { optInCommand } from './wire-opt-in.ts'

export const createLakeFormationOptIn = lakeFormationOperation<
  CreateLakeFormationOptInRequest,
  CreateLakeFormationOptInResponse
>({
  schema: CreateLakeFormationOptIn$,
  async run({ governance }, caller, input) {
    await governance.createOptIn(caller, optInCommand(caller, input))
    return {}
  },
})
