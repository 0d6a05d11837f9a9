import { lakeFormationOperation } from './operation.ts'
import { page } from './page.ts'
import {
  type ListPoliciesRequest,
  type ListPoliciesResponse,
  ListRLSPolicies$,
} from './row-policy-shapes.ts'
import { wirePolicy } from './wire-row-policy.ts'

export const listRLSPolicies = lakeFormationOperation<ListPoliciesRequest, ListPoliciesResponse>({
  schema: ListRLSPolicies$,
  async run({ governance }, caller, input) {
    const { rows, token } = page(await governance.listRowPolicies(caller), input)
    return { RLSPolicies: rows.map(wirePolicy), ...token }
  },
})
