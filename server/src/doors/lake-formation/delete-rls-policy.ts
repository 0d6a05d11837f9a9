import { lakeFormationOperation } from './operation.ts'
import { DeleteRLSPolicy$, type NamedPolicy } from './row-policy-shapes.ts'

export const deleteRLSPolicy = lakeFormationOperation<NamedPolicy, object>({
  schema: DeleteRLSPolicy$,
  async run({ governance }, caller, { Name }) {
    await governance.deleteRowPolicy(caller, { catalogId: caller.accountId, name: Name })
    return {}
  },
})
