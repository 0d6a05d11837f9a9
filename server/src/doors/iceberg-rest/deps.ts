import type { Catalog } from '../../contexts/catalog/index.ts'
import type { Identity } from '../../contexts/identity/index.ts'
import type { Clock } from '../../foundation/clock.ts'
import type { Log } from '../../foundation/log.ts'
import type { Exchange } from '../shared/door.ts'

export interface IcebergRestDeps {
  catalog: Catalog
  identity: Pick<Identity, 'authenticate' | 'issueToken' | 'signInWithKey' | 'verifyToken'>
  clock: Clock
  log: Log
  region: string
  /** Where the client of this exchange reaches S3: `http://127.0.0.1:8470`. */
  storageEndpoint(exchange: Exchange): string
}
