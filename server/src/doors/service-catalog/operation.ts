import type { Compute } from '../../contexts/compute/index.ts'
import { operationsOf } from '../shared/operation.ts'

export interface ServiceCatalogDeps {
  compute: Compute
  region: string
}

export const catalogOperation = operationsOf<ServiceCatalogDeps>()
