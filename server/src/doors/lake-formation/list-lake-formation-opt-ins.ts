import {
  ListLakeFormationOptIns$,
  type ListLakeFormationOptInsRequest,
  type ListLakeFormationOptInsResponse,
} from '@aws-sdk/client-lakeformation'
import { lakeFormationOperation } from './operation.ts'
import { page } from './page.ts'
import { wireOptIn } from './wire-opt-in.ts'
import { parsePrincipal } from './wire-principal.ts'
import { parseResource } from './wire-resource.ts'

export const listLakeFormationOptIns = lakeFormationOperation<
  ListLakeFormationOptInsRequest,
  ListLakeFormationOptInsResponse
>({
  schema: ListLakeFormationOptIns$,
  async run({ governance }, caller, input) {
    const optIns = await governance.listOptIns(caller, {
      ...(input.Principal ? { principal: parsePrincipal(input.Principal) } : {}),
      ...(input.Resource ? { on: parseResource(caller, input.Resource) } : {}),
    })
    const { rows, token } = page(optIns, input)
    return { LakeFormationOptInsInfoList: rows.map(wireOptIn), ...token }
  },
})
