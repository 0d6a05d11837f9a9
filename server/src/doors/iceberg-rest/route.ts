import type { TSchema } from 'typebox'
import type { IcebergRestDeps } from './deps.ts'
import type { Asked } from './exchanges.ts'

export interface Answer {
  status?: number
  headers?: Record<string, string>
  /** Written as JSON without loss of 64-bit integers. */
  body?: unknown
  /** In its place, where it is JSON already. */
  text?: string
}

/** One operation of the specification that this door serves. */
export interface Route {
  /** The `operationId` of the Iceberg REST specification. */
  name: string
  method: 'GET' | 'HEAD' | 'POST' | 'DELETE'
  /** Below `/iceberg`; as the `endpoints` of the configuration name it, with `{prefix}`. */
  path: string
  summary: string
  body?: TSchema
  run(deps: IcebergRestDeps, asked: Asked): Promise<Answer>
}

export const NO_CONTENT: Answer = { status: 204 }
