import { lakeFormationOperation } from './operation.ts'
import { GetRLSPolicy$, type NamedPolicy, type WirePolicy } from './row-policy-shapes.ts'
import { wirePolicy } from './wire-row-policy.ts'

export const getRLSPolicy = lakeFormationOperation<NamedPolicy, { RLSPolicy?: WirePolicy }>({
  schema: GetRLSPolicy$,
  async run({ governance }, caller, { Name }) {
    const on = { catalogId: caller.accountId, name: Name }
    return { RLSPolicy: wirePolicy(await governance.getRowPolicy(caller, on)) }
  },
})
