import type { Catalog } from '../../contexts/catalog/index.ts'
import type { Governance } from '../../contexts/governance/index.ts'
import type { AccountId, Caller } from '../../contexts/identity/index.ts'
import { operationsOf } from '../shared/operation.ts'
import { invalidCatalog } from './errors.ts'

export interface LakeFormationOperationDeps {
  governance: Governance
  catalog: Pick<Catalog, 'vendForPartition' | 'vendForTable'>
}

export const lakeFormationOperation = operationsOf<LakeFormationOperationDeps>()

/** The catalog that is meant: the one named, or the caller's own. */
export function catalogOf(caller: Caller, ...named: (string | undefined)[]): AccountId {
  const id = named.find((one) => one !== undefined)
  if (id === undefined) return caller.accountId
  if (!/^\d{12}$/.test(id)) throw invalidCatalog({ catalogId: id })
  return id as AccountId
}
