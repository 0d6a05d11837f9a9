import type { SessionUser } from '../../contexts/sessions/index.ts'
import type { LivyDeps } from './deps.ts'

export interface LivyCall {
  user: SessionUser
  /** Path segments where the route has a `:`. */
  parameters: readonly string[]
  query: URLSearchParams
  body: Record<string, unknown>
}

export interface LivyAnswer {
  status?: number
  location?: string
  /** For who guessed a secret too often. */
  retryAfterSeconds?: number | undefined
  body: object
}

/** One call of Livy's REST API; its file is named after method and path. */
export interface Route {
  method: 'GET' | 'POST' | 'DELETE'
  /** A `:` stands for one segment. */
  path: string
  summary: string
  run(deps: LivyDeps, call: LivyCall): Promise<LivyAnswer>
}
