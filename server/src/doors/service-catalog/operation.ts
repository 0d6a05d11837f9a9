import type { Compute } from '../../contexts/compute/index.ts'
import { operationsOf } from '../shared/operation.ts'

export interface ServiceCatalogDeps {
  compute: Compute
  region: string
}

export const catalogOperation = operationsOf<ServiceCatalogDeps>()

const PAGE_SIZE_MAX = 20 // Service Catalog API: PageSize.

/** Of a page: what is asked for, within what the service answers. */
export function sizeOf(asked: number | undefined): number {
  return Math.min(Math.max(asked ?? PAGE_SIZE_MAX, 1), PAGE_SIZE_MAX)
}
