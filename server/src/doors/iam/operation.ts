import type { Identity } from '../../contexts/identity/index.ts'
import type { Clock } from '../../foundation/clock.ts'
import { operationsOf } from '../shared/operation.ts'

export interface IamOperationDeps {
  identity: Identity
  clock: Clock
}

export const iamOperation = operationsOf<IamOperationDeps>()
