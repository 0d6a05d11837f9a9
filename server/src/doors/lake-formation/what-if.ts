import type { WhatIf } from '../../contexts/governance/index.ts'
import type { Caller } from '../../contexts/identity/index.ts'
import { restJson } from '../shared/protocols/rest-json.ts'
import { operationShape } from '../shared/shape.ts'
import { invalidRequest } from './errors.ts'
import type { LakeFormationOperationDeps } from './operation.ts'
import { lakeFormationOperations } from './operations.ts'

/** A call that is only to be tried: its name, and its request as a client sends it. */
export interface TriedCall {
  /** `GrantPermissions` */
  operation: string
  input: object
}

export type TryCall = (caller: Caller, call: TriedCall) => Promise<WhatIf<object>>

const CHANGES =
  /^(Grant|Revoke|Batch|Add|Remove|Create|Update|Delete|Put|Register|Deregister|Attach|Detach)/

/**
 * Tries an operation that changes rules and answers whose access would be another; nothing of it
 * stays.
 *
 * @throws lake-formation.invalid-request, and what the operation throws
 */
export function lakeFormationWhatIf(deps: LakeFormationOperationDeps): TryCall {
  const rows = lakeFormationOperations.served.map((operation) => ({
    shape: operationShape(operation.schema),
    operation,
  }))
  const changing = new Map(
    rows.flatMap((row) => (CHANGES.test(row.shape.name) ? [[row.shape.name, row] as const] : [])),
  )
  return async (caller, { operation: name, input }) => {
    const row = changing.get(name)
    if (!row) throw invalidRequest({ reason: `${name} is no operation that changes rules` })
    const { shape, operation } = row
    const body = Buffer.from(JSON.stringify(input))
    const request = { method: 'POST', rawPath: `/${name}`, rawQuery: '', headers: {}, body }
    const decoded = restJson.decode(shape, request) as never
    return deps.governance.whatIf(caller, (tried) => {
      const governance = { ...deps.governance, ...tried }
      return operation.run({ ...deps, governance }, caller, decoded, NOWHERE)
    })
  }
}

/** Operations of Lake Formation do not ask where a request came in. */
const NOWHERE = { requestId: '', host: '', secure: false, box: undefined }
