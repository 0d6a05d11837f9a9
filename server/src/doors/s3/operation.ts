import type { StorageOperations } from '../../contexts/storage/index.ts'
import type { S3Answer } from './answer.ts'
import type { S3Request } from './request.ts'

export interface S3Context {
  storage: StorageOperations
  /** Of the answers that name one. */
  region: string
}

export interface S3Operation {
  /** As in the Amazon S3 API Reference. */
  name: string
  method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE'
  on: 'service' | 'bucket' | 'object'
  /** Parameters that the query must have. */
  query?: readonly string[]
  /** Others that it may have. */
  parameters?: readonly string[]
  /** A header that the request must have. */
  header?: string
  run(context: S3Context, request: S3Request): Promise<S3Answer>
}

/** What S3 has and this door has not, told by a parameter of the query. */
export interface RefusedResource {
  query: string
  reason: string
}
