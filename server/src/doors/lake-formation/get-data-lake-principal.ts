import {
  GetDataLakePrincipal$,
  type GetDataLakePrincipalRequest,
  type GetDataLakePrincipalResponse,
} from '@aws-sdk/client-lakeformation'
import { lakeFormationOperation } from './operation.ts'

export const getDataLakePrincipal = lakeFormationOperation<
  GetDataLakePrincipalRequest,
  GetDataLakePrincipalResponse
>({
  schema: GetDataLakePrincipal$,
  async run({ governance }, caller) {
    return { Identity: await governance.getPrincipal(caller) }
  },
})
