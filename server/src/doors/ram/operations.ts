import * as sdk from '@aws-sdk/client-ram'
import type { OperationTable } from '../shared/operation.ts'
import type { OperationSchema } from '../shared/shape.ts'
import { acceptResourceShareInvitation } from './accept-resource-share-invitation.ts'
import { getResourceShareInvitations } from './get-resource-share-invitations.ts'
import type { RamDeps } from './operation.ts'

const served = [getResourceShareInvitations, acceptResourceShareInvitation]

const OPERATION = 9 // What the SDK begins the schema of an operation with.

function others(): OperationSchema[] {
  const known = new Set(served.map(({ schema }) => schema[2]))
  return Object.values(sdk)
    .filter((schema) => Array.isArray(schema) && Number(schema[0]) === OPERATION)
    .map((schema) => schema as unknown as OperationSchema)
    .filter(([, , name]) => !known.has(name))
}

export const ramOperations: OperationTable<RamDeps> = {
  served,
  refused: [
    {
      reason: 'Shares are made, changed and ended by grants of Lake Formation',
      operations: others(),
    },
  ],
}
