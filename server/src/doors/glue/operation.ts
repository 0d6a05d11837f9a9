import type { Catalog } from '../../contexts/catalog/index.ts'
import { operationsOf } from '../shared/operation.ts'

export interface GlueDeps {
  catalog: Catalog
}

export const glueOperation = operationsOf<GlueDeps>()
