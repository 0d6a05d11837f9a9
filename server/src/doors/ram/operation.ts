import type { Governance } from '../../contexts/governance/index.ts'
import { operationsOf } from '../shared/operation.ts'

export interface RamDeps {
  governance: Pick<Governance, 'listInvitations' | 'acceptInvitation'>
  region: string
}

export const ramOperation = operationsOf<RamDeps>()
